package results

import (
	"context"
	"io"

	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// Differences are what differs between two releases, to be written as rows of
// cells: a part of them from Offset on, all of the rest if Limit is 0.
type Differences struct {
	Sections      comparison.Sections
	Format        format.Format
	Layout        format.Layout
	About         func() []format.Fact
	Offset, Limit int
}

// Write writes the rows, some at a time. It calls begin when it has something to
// write.
func (d Differences) Write(ctx context.Context, begin func() io.Writer) error {
	nothing, err := table.FromRows(comparison.Schema(), nil)
	if err != nil {
		return err
	}
	count := max(0, d.Sections.Len()-d.Offset)
	if d.Limit > 0 {
		count = min(count, d.Limit)
	}
	w, err := NewWriter(d.Format, format.Subject{Shape: format.Whole(nothing), Layout: d.Layout, About: d.About}, count, begin)
	if err != nil {
		return err
	}
	for row := range d.Sections.Rows(d.Offset, d.Limit) {
		if err := ctx.Err(); err != nil {
			return err
		}
		cells, err := row.Cells()
		if err != nil {
			return err
		}
		if err := w.Cells(cells); err != nil {
			return err
		}
	}
	return w.End()
}
