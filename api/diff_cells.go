package api

import (
	"context"
	"io"

	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/results"
	"hachinohe.example/opendata/internal/table"
)

// writeCells writes differences as rows of cells, some at a time. It calls begin
// when it has something to write.
func (c *compared) writeCells(ctx context.Context, begin func() io.Writer, q diffQuery, facts func() []format.Fact) error {
	all, err := c.Sections(q.dataset)
	if err != nil {
		return err
	}
	nothing, err := table.FromRows(comparison.Schema(), nil)
	if err != nil {
		return err
	}
	count := max(0, all.Len()-q.offset)
	if q.limit > 0 {
		count = min(count, q.limit)
	}
	subject := format.Subject{Shape: format.Whole(nothing), Layout: q.layout, About: facts}
	w, err := results.NewWriter(q.format, subject, count, begin)
	if err != nil {
		return err
	}
	for row := range all.Rows(q.offset, q.limit) {
		if err := ctx.Err(); err != nil {
			return err
		}
		texts, err := row.Cells()
		if err != nil {
			return err
		}
		if err := w.Cells(texts); err != nil {
			return err
		}
	}
	return w.End()
}
