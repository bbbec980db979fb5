package results

import (
	"bytes"
	"context"
	"io"
	"slices"

	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// Differences are what differs between two releases, to be written as rows: a part
// of them from Offset on, all of the rest if Limit is 0.
type Differences struct {
	Comparison    *comparison.Comparison
	Dataset       string // only what differs in this one; all if empty
	Format        format.Format
	Layout        format.Layout
	About         func() []format.Fact
	Offset, Limit int
}

// Page writes a page of the rows: behind metadata, which are asked for once the
// page is known, if the format has an envelope.
func (d Differences) Page(ctx context.Context, metadata func(Page) any) (body []byte, page Page, err error) {
	all, err := d.Comparison.Sections(d.Dataset)
	if err != nil {
		return nil, page, err
	}
	page = Page{Count: all.Len(), More: d.Offset+d.Limit < all.Len(), Last: d.Offset + d.Limit - 1}
	if d.Format.Envelope {
		body, err = format.Marshal(struct {
			Metadata any                    `json:"metadata"`
			Results  []comparison.ChangeRow `json:"results"`
		}{metadata(page), slices.AppendSeq([]comparison.ChangeRow{}, all.Rows(d.Offset, d.Limit))})
		return body, page, err
	}
	var cells bytes.Buffer
	err = d.cells(ctx, all, func() io.Writer { return &cells })
	return cells.Bytes(), page, err
}

// Write writes the rows without an envelope, some at a time. It calls begin when it
// has something to write.
func (d Differences) Write(ctx context.Context, begin func() io.Writer) error {
	all, err := d.Comparison.Sections(d.Dataset)
	if err != nil {
		return err
	}
	return d.cells(ctx, all, begin)
}

func (d Differences) cells(ctx context.Context, all comparison.Sections, begin func() io.Writer) error {
	nothing, err := table.FromRows(comparison.Schema(), nil)
	if err != nil {
		return err
	}
	count := max(0, all.Len()-d.Offset)
	if d.Limit > 0 {
		count = min(count, d.Limit)
	}
	w, err := NewWriter(d.Format, format.Subject{Shape: format.Whole(nothing), Layout: d.Layout, About: d.About}, count, begin)
	if err != nil {
		return err
	}
	for row := range all.Rows(d.Offset, d.Limit) {
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
