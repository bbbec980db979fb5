package api

import (
	"context"
	"errors"
	"io"
	"slices"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/encode"
)

// holds returns how many bytes the answer in bulk holds beside a chunk while it is
// sent: which rows of so many it is about, in an order that the table does not
// have or as a long part of it, and a row that refers to many.
func (q recordsQuery) holds(rows int) int {
	const number = 8 // bytes of the number of a row
	sum := 0
	if q.Limit > maxLimit {
		sum = number * min(q.Limit, rows)
	}
	for _, name := range []string{"sort", "q", "cursor", "offset"} {
		if _, ok := q.given[name]; ok {
			sum = number * rows
		}
	}
	if slices.ContainsFunc(q.Expand, many) {
		sum += maxAnswer
	}
	return sum
}

// bulk writes rows as CSV or NDJSON, some at a time: a page of them, or all.
func (l listing) bulk(ctx context.Context, begin func(links []string) io.Writer) error {
	set, err := l.rows(ctx)
	if err != nil {
		return err
	}
	f, err := find(ctx, set, l.q)
	if err != nil {
		return err
	}
	w := newBulkWriter(f.shape, l.q)
	if l.q.Limit == 0 && f.page.Offset == 0 && f.page.After == nil {
		w.begin = func() io.Writer { return begin(nil) }
		if err := f.table.Scan(ctx, f.page, func(rows []int) error { return w.write(ctx, rows) }); err != nil {
			return err
		}
		return w.flush()
	}
	rows, more, err := f.rows(ctx)
	if err != nil {
		return err
	}
	var links []string
	if l.q.Limit > 0 {
		links = l.pageLinks(l.path, l.q, rows, more)
	}
	w.begin = func() io.Writer { return begin(links) }
	for some := range slices.Chunk(rows.Index, maxLimit) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.write(ctx, some); err != nil {
			return err
		}
	}
	return w.flush()
}

// bulkWriter writes rows without an envelope, a chunk at a time.
type bulkWriter struct {
	rows  func(ctx context.Context, dst []byte, rows []int) ([]byte, error)
	begin func() io.Writer // called before the first chunk
	to    io.Writer
	held  []byte
}

func newBulkWriter(shape encode.Shape, q recordsQuery) *bulkWriter {
	if q.format == formatNDJSON {
		o := encode.NewObjects(shape)
		return &bulkWriter{rows: func(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
			return o.AppendLines(ctx, dst, rows, maxAnswer)
		}}
	}
	c := encode.NewCSV(shape, q.layout)
	return &bulkWriter{held: c.AppendHead(nil), rows: func(_ context.Context, dst []byte, rows []int) ([]byte, error) {
		return c.AppendRows(dst, rows), nil // its cells hold no lists of rows
	}}
}

func (w *bulkWriter) write(ctx context.Context, rows []int) error {
	for i := range rows {
		var err error
		if w.held, err = w.rows(ctx, w.held, rows[i:i+1]); err != nil {
			if errors.Is(err, encode.ErrTooLong) {
				return errRowTooLarge()
			}
			return err
		}
		if len(w.held) < delivery.ChunkBytes {
			continue
		}
		if err := w.flush(); err != nil {
			return err
		}
	}
	return nil
}

func (w *bulkWriter) flush() error {
	if w.to == nil {
		w.to = w.begin()
	}
	_, err := w.to.Write(w.held)
	w.held = w.held[:0]
	return err
}
