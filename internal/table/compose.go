package table

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// Cells are those of one column of a table that is put together: rows of a column
// that another table has, of the same type, or values.
type Cells struct {
	Of     *Table // nil: values
	Column int
	Rows   []uint32
	Values []dataset.Value
}

// Compose puts a table together, with the cells of each data column of the schema.
// What is taken from another table is not parsed, and its texts are shared: a table
// can be made for each request.
func Compose(schema dataset.Schema, rows int, cells []Cells) *Table {
	t := &Table{schema: schema, rows: rows, columns: make([]columnar.Column, len(cells))}
	for i, c := range schema.Data() {
		if from := cells[i]; from.Of != nil {
			t.columns[i] = from.Of.columns[from.Column].Permuted(from.Rows)
			t.columns[i].Column = c
		} else {
			t.columns[i] = columnar.OfValues(c, from.Values)
		}
	}
	t.finish()
	return t
}
