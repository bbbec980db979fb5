package format

import (
	"context"
	"errors"
	"io"
	"math"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// Subject is what is written, and how it looks.
type Subject struct {
	Shape  Shape
	Layout Layout
	// MaxRow bounds the bytes of a row together with all that it refers to; 0 is no
	// bound. What a row has of its own is bounded by its table.
	MaxRow int
	// About returns what a document says of itself that travels alone: title,
	// licence, source, citation, release. Nil says nothing.
	About func() []Fact
}

// Fact is a line of what a document says of itself.
type Fact struct {
	Name  lang.Text
	Value string
}

// Writer writes one representation: its beginning, its rows, and its end, each of
// which it appends to dst.
type Writer interface {
	// Begin writes what precedes the rows. Count is how many follow, -1 where that
	// is not known yet.
	Begin(dst []byte, count int) ([]byte, error)
	// Rows writes rows of the table of the Subject. It stops when ctx has ended, or
	// with ErrTooLong inside of a row that is longer than it may be.
	Rows(ctx context.Context, dst []byte, rows []int) ([]byte, error)
	End(dst []byte) ([]byte, error)
}

// CellWriter is a Writer of rows that stand in no table, too: their cells come in
// the order of the columns, in canonical notation.
type CellWriter interface {
	Writer
	Cells(dst []byte, cells []string) ([]byte, error)
}

// ErrTooLong is that a row makes more bytes than it may.
var ErrTooLong = errors.New("the row is too long")

// ErrDoesNotFit is that a format cannot hold the rows or one of their values.
var ErrDoesNotFit = errors.New("the format cannot hold it")

// most is the bound of a row in bytes.
func (s Subject) most() int {
	if s.MaxRow == 0 {
		return math.MaxInt
	}
	return s.MaxRow
}

// batch is how many rows are written at a time: some ten kilobytes, which are held
// while they are written.
const batch = 256

// Write writes all rows of the table of a subject, some at a time. It fails as w
// does, or when ctx has ended.
func (f Format) Write(ctx context.Context, w io.Writer, s Subject) error {
	rows := s.Shape.Table
	writer, err := f.New(s)
	if err != nil {
		return err
	}
	out, err := writer.Begin(nil, rows.Len())
	if err != nil {
		return err
	}
	for some := range batches(rows) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if out, err = writer.Rows(ctx, out, some); err != nil {
			return err
		}
		if len(out) == 0 {
			continue // it is still being compressed
		}
		if _, err := w.Write(out); err != nil {
			return err
		}
		out = out[:0]
	}
	if out, err = writer.End(out); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	_, err = w.Write(out)
	return err
}

// Append writes some rows to dst.
func (f Format) Append(ctx context.Context, dst []byte, s Subject, rows []int) ([]byte, error) {
	writer, err := f.New(s)
	if err != nil {
		return dst, err
	}
	if dst, err = writer.Begin(dst, len(rows)); err != nil {
		return dst, err
	}
	if dst, err = writer.Rows(ctx, dst, rows); err != nil {
		return dst, err
	}
	return writer.End(dst)
}

// batches yields the numbers of all rows of a table, some at a time, in one
// slice that is used again.
func batches(t *table.Table) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		rows := make([]int, 0, batch)
		for row := range t.Len() {
			rows = append(rows, row)
			if len(rows) < batch && row < t.Len()-1 {
				continue
			}
			if !yield(rows) {
				return
			}
			rows = rows[:0]
		}
	}
}
