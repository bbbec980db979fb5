package api

import (
	"context"
	"errors"
	"io"
	"slices"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
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

// bulk writes rows without an envelope, some at a time: a page of them, or all.
func (l listing) bulk(ctx context.Context, begin func(links []string) io.Writer) error {
	set, err := l.rows(ctx)
	if err != nil {
		return err
	}
	f, err := find(ctx, set, l.q)
	if err != nil {
		return err
	}
	subject := format.Subject{Shape: f.shape, Layout: l.q.layout, MaxRow: maxAnswer, About: l.facts(l.about, l.q.given, set)}
	whole := l.q.format.Whole
	if whole == nil && l.q.Limit == 0 && f.page.Offset == 0 && f.page.After == nil {
		w, err := newBulkWriter(l.q.format, subject, -1)
		if err != nil {
			return err
		}
		w.begin = func() io.Writer { return begin(nil) }
		if err := f.table.Scan(ctx, f.page, func(rows []int) error { return w.write(ctx, rows) }); err != nil {
			return err
		}
		return w.end()
	}
	if whole != nil && l.q.Limit == 0 {
		f.page.Limit = whole.MaxRows
	}
	rows, more, err := f.rows(ctx)
	if err != nil {
		return err
	}
	var links []string
	count := len(rows.Index)
	if l.q.Limit > 0 {
		links = l.pageLinks(l.path, l.q, rows, more)
	} else if more {
		count++ // than there may be: the writer refuses it
	}
	leave, err := l.memoryFor(ctx, l.q.format, subject, count)
	if err != nil {
		return err
	}
	defer leave()
	w, err := newBulkWriter(l.q.format, subject, count)
	if err != nil {
		return err
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
	return w.end()
}

// bulkWriter writes rows without an envelope, a chunk at a time.
type bulkWriter struct {
	rows  format.Writer
	begin func() io.Writer // called before the first chunk
	to    io.Writer
	held  []byte
}

// newBulkWriter begins to write so many rows, -1 if that is not known.
func newBulkWriter(f format.Format, subject format.Subject, count int) (*bulkWriter, error) {
	rows, err := f.New(subject)
	if err != nil {
		return nil, err
	}
	w := &bulkWriter{rows: rows}
	w.held, err = rows.Begin(nil, count)
	return w, err
}

func (w *bulkWriter) write(ctx context.Context, rows []int) error {
	for i := range rows {
		var err error
		if w.held, err = w.rows.Rows(ctx, w.held, rows[i:i+1]); err != nil {
			if errors.Is(err, format.ErrTooLong) {
				return errRowTooLarge()
			}
			return err
		}
		if err := w.passOn(); err != nil {
			return err
		}
	}
	return nil
}

// passOn sends what is written once it is a chunk.
func (w *bulkWriter) passOn() error {
	if len(w.held) < delivery.ChunkBytes {
		return nil
	}
	return w.flush()
}

// end sends the rest.
func (w *bulkWriter) end() (err error) {
	if w.held, err = w.rows.End(w.held); err != nil {
		return err
	}
	return w.flush()
}

func (w *bulkWriter) flush() error {
	if w.to == nil {
		w.to = w.begin()
	}
	_, err := w.to.Write(w.held)
	w.held = w.held[:0]
	return err
}
