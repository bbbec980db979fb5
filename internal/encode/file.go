package encode

import (
	"bytes"
	"io"

	"hachinohe.example/opendata/internal/table"
)

// batch is how many rows are written at a time.
const batch = 1024

// File returns all rows of a table as CSV.
func File(t *table.Table, layout Layout) []byte {
	var b bytes.Buffer
	_ = WriteFile(&b, t, layout) // a buffer takes everything
	return b.Bytes()
}

// WriteFile writes all rows of a table as CSV, some at a time. It fails as its
// writer does.
func WriteFile(w io.Writer, t *table.Table, layout Layout) error {
	c := NewCSV(Whole(t), layout)
	out := c.AppendHead(nil)
	for rows := range batches(t) {
		out = c.AppendRows(out, rows)
		if _, err := w.Write(out); err != nil {
			return err
		}
		out = out[:0]
	}
	_, err := w.Write(out) // the head, where there are no rows
	return err
}

// WriteJSON writes all rows of a table as a JSON array of objects, one row a
// line, some at a time. It fails as its writer does.
func WriteJSON(w io.Writer, t *table.Table) error {
	o := NewObjects(Whole(t))
	out := []byte{'['}
	for rows := range batches(t) {
		out = o.AppendRows(out, rows, rows[0] > 0)
		if _, err := w.Write(out); err != nil {
			return err
		}
		out = out[:0]
	}
	_, err := w.Write(append(out, '\n', ']'))
	return err
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
