package results

import (
	"context"
	"io"
	"slices"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
)

// Output is where a stream of rows goes, and what it needs of those who send it.
type Output struct {
	About  func() []format.Fact // what a document says of itself; nil: nothing
	Memory Memory
	// Begin is called before the first byte, and returns where to write to. The
	// page is known if the request has a limit.
	Begin func(Page) io.Writer
}

// Memory is what all responses that must be made as a whole share.
type Memory interface {
	// TakeMemory waits until so many bytes are free, or ctx has ended; leave gives
	// them back.
	TakeMemory(ctx context.Context, bytes int) (leave func(), err error)
}

// TakeMemory takes the memory that a format needs to make so many rows whole.
func TakeMemory(ctx context.Context, m Memory, f format.Format, s format.Subject, count int) (leave func(), err error) {
	if f.Whole == nil || count > f.Whole.MaxRows { // which is refused
		return func() {}, nil
	}
	return m.TakeMemory(ctx, f.Whole.Memory(s, count))
}

// Memory returns how many bytes a stream holds beside a chunk while it is sent:
// which rows of so many it is about, in an order that the table does not have or
// as a long part of it, and a row that refers to many.
func (r Request) Memory(rows int) int {
	sum := 0
	if r.Limit > MaxLimit {
		sum = rowBytes * min(r.Limit, rows)
	}
	for _, name := range []string{"sort", "q", "cursor", "offset"} {
		if _, ok := r.Given[name]; ok {
			sum = rowBytes * rows
		}
	}
	if slices.ContainsFunc(r.Expand, query.Relation.LeadsToMany) {
		sum += MaxBytes
	}
	return sum
}

// Stream writes rows without an envelope, some at a time: a page of them, or all.
func (r Request) Stream(ctx context.Context, set *release.Set, out Output) error {
	f, err := r.find(ctx, set)
	if err != nil {
		return err
	}
	subject := format.Subject{Shape: f.shape, Layout: r.Layout, MaxRow: MaxBytes, About: out.About}
	if r.Format.Whole == nil && r.Limit == 0 && f.page.Offset == 0 && f.page.After == nil {
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
	if err := f.table.Scan(ctx, f.page, func(rows []int) error { return w.Rows(ctx, rows) }); err != nil {
		return err
	}
	return w.End()
}

// streamPage writes rows that must be found before the first one is written.
func (r Request) streamPage(ctx context.Context, f found, subject format.Subject, out Output) error {
	if r.Format.Whole != nil && r.Limit == 0 {
		f.page.Limit = r.Format.Whole.MaxRows
	}
	rows, page, err := f.rows(ctx)
	if err != nil {
		return err
	}
	count := len(rows.Index)
	if r.Limit == 0 && page.More {
		count++ // than there may be: the writer refuses it
	}
	leave, err := TakeMemory(ctx, out.Memory, r.Format, subject, count)
	if err != nil {
		return err
	}
	defer leave()
	w, err := NewWriter(r.Format, subject, count, func() io.Writer { return out.Begin(page) })
	if err != nil {
		return err
	}
	if err := w.Rows(ctx, rows.Index); err != nil {
		return err
	}
	return w.End()
}
