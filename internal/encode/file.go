package encode

import "hachinohe.example/opendata/internal/table"

// batch is how many rows are written at a time.
const batch = 1024

// File writes all rows of a table as CSV.
func File(t *table.Table, layout Layout) []byte {
	c := NewCSV(Whole(t), layout)
	out := c.AppendHead(nil)
	for rows := range batches(t) {
		out = c.AppendRows(out, rows)
	}
	return out
}

// JSON writes all rows of a table as a JSON array of objects, one row a line.
func JSON(t *table.Table) []byte {
	o := NewObjects(Whole(t))
	out := []byte{'['}
	for rows := range batches(t) {
		out = o.AppendRows(out, rows, rows[0] > 0)
	}
	return append(out, '\n', ']')
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
