package table

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// Cells are those of one column of a table that is put together: rows of a column
// that another table has, of the same type, NoRow among them for no value; or values, one for each row, or few in
// order with the place of each row among them.
type Cells struct {
	Of     *Table // nil: values
	Column int
	Rows   []uint32
	Values []dataset.Value
	Places []uint8 // nil: a value for each row; of a type whose values are listed
}

// NoRow is a row without a value.
const NoRow = columnar.NoRow

// Compose puts a table together, with the cells of each data column of the schema.
// What is taken from another table is not parsed, and its texts are shared: a table
// can be made for each request.
func Compose(schema dataset.Schema, rows int, cells []Cells) *Table {
	t := &Table{schema: schema, rows: rows, columns: make([]columnar.Column, len(cells))}
	for i, c := range schema.Data() {
		switch from := cells[i]; {
		case from.Of != nil:
			t.columns[i] = from.Of.columns[from.Column].Picked(from.Rows)
			t.columns[i].Column = c
		case from.Places != nil:
			t.columns[i] = columnar.OfPlaces(c, from.Values, from.Places)
		default:
			t.columns[i] = columnar.OfValues(c, from.Values)
		}
	}
	t.finish()
	return t
}
