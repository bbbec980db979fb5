package results

import (
	"context"
	"errors"
	"io"

	"hachinohe.example/opendata/internal/format"
)

// Writer writes rows without an envelope and passes them on a chunk at a time.
type Writer struct {
	rows  format.Writer
	begin func() io.Writer
	to    io.Writer // nil until the first chunk
	held  []byte
}

var errNoCells = errors.New("the format writes no cells")

// NewWriter begins to write so many rows, -1 if that is not known. It calls begin
// when it has the first chunk to pass on, to know where.
func NewWriter(f format.Format, s format.Subject, count int, begin func() io.Writer) (*Writer, error) {
	rows, err := f.New(s)
	if err != nil {
		return nil, err
	}
	w := &Writer{rows: rows, begin: begin}
	w.held, err = rows.Begin(nil, count)
	return w, err
}

// Rows writes rows of the table of the subject.
func (w *Writer) Rows(ctx context.Context, rows []int) error {
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

// Cells writes a row that stands in no table.
func (w *Writer) Cells(cells []string) (err error) {
	rows, ok := w.rows.(format.CellWriter)
	if !ok {
		return errNoCells
	}
	if w.held, err = rows.Cells(w.held, cells); err != nil {
		return err
	}
	return w.passOn()
}

// End writes what follows the rows, and passes on the rest.
func (w *Writer) End() (err error) {
	if w.held, err = w.rows.End(w.held); err != nil {
		return err
	}
	return w.flush()
}

// passOn sends what is written once it is a chunk.
func (w *Writer) passOn() error {
	if len(w.held) < chunkBytes {
		return nil
	}
	return w.flush()
}

func (w *Writer) flush() error {
	if w.to == nil {
		w.to = w.begin()
	}
	_, err := w.to.Write(w.held)
	w.held = w.held[:0]
	return err
}
