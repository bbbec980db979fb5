package results

import (
	"context"
	"io"
	"slices"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Output is where a stream of rows goes, and what it needs of those who send it.
type Output struct {
	About func() []format.Fact // what a document says of itself; nil: nothing
	// Begin is called before the first byte, and returns where to write to. The
	// page is known if the request has a limit.
	Begin func(Page) io.Writer
}

// Memory returns how many bytes a stream holds beside a chunk while it is sent:
// which of its rows it is about, in an order that the table does not have, as a long
// part of it or to count them, the groups that are made of them, a row that refers
// to many, and what the format takes.
func (r Request) Memory(t *table.Table) int {
	rows := t.Len()
	listed := 0
	switch {
	case r.Limit > MaxLimit:
		listed = min(r.Limit, rows)
	case r.Limit == 0 && r.mayOverflow(rows):
		listed = r.Format.MaxRows
	}
	for _, name := range []string{"sort", "q", "cursor", "offset"} {
		if _, ok := r.Given[name]; ok {
			listed = rows
		}
	}
	sum := r.Format.Memory + rowBytes*listed
	if r.Group != nil {
		sum += t.GroupMemory(r.grouping())
	}
	if slices.ContainsFunc(r.Expand, query.Relation.LeadsToMany) {
		sum += MaxBytes
	}
	return sum
}

// mayOverflow reports whether so many rows are more than the format can hold:
// those that are wanted are counted then before the first one is written.
func (r Request) mayOverflow(rows int) bool { return r.Format.MaxRows > 0 && rows > r.Format.MaxRows }

// Stream writes rows without an envelope, some at a time: a page of them, or all.
func (r Request) Stream(ctx context.Context, set *release.Set, out Output) error {
	f, err := r.find(ctx, set)
	if err != nil {
		return err
	}
	subject := format.Subject{Shape: f.shape, Layout: r.Layout, MaxRow: MaxBytes, About: out.About}
	if r.Limit == 0 && f.page.Offset == 0 && f.page.After == nil && !r.mayOverflow(f.table.Len()) {
		return r.streamAll(ctx, f, subject, out)
	}
	return r.streamPage(ctx, f, subject, out)
}

// streamAll writes rows as they are found, without knowing how many there are.
func (r Request) streamAll(ctx context.Context, f found, subject format.Subject, out Output) error {
	w, err := NewWriter(r.Format, subject, -1, func() io.Writer { return out.Begin(Page{}) })
	if err != nil {
		return err
	}
	if err := f.table.Scan(ctx, f.page, func(rows []int) error { return f.write(ctx, w, rows) }); err != nil {
		return err
	}
	return w.End()
}

// fetchedRows is how many rows are fetched at a time: their cells fit into a
// processor's cache.
const fetchedRows = 256

// write writes rows, those in another order than the table's after they were
// fetched.
func (f found) write(ctx context.Context, w *Writer, rows []int) error {
	for some := range slices.Chunk(rows, fetchedRows) {
		if !slices.IsSorted(some) {
			f.table.Fetch(f.shape.Columns, some)
		}
		if err := w.Rows(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

// streamPage writes rows that must be found before the first one is written.
func (r Request) streamPage(ctx context.Context, f found, subject format.Subject, out Output) error {
	if r.Limit == 0 {
		f.page.Limit = r.Format.MaxRows
	}
	rows, page, err := f.rows(ctx)
	if err != nil {
		return err
	}
	count := len(rows.Index)
	if r.Limit == 0 && page.More {
		count++ // than there may be: the writer refuses it
	}
	w, err := NewWriter(r.Format, subject, count, func() io.Writer { return out.Begin(page) })
	if err != nil {
		return err
	}
	if err := f.write(ctx, w, rows.Index); err != nil {
		return err
	}
	return w.End()
}
