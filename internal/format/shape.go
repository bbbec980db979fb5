package format

import "hachinohe.example/opendata/internal/table"

// Shape says what is written of a row: columns of its table, and what it refers
// to in others.
type Shape struct {
	Table   *table.Table
	Columns []int // data columns, in this order
	Related []Related
}

// Related is rows of another table that a row refers to.
type Related struct {
	Name  string
	Many  bool                // a list of them; otherwise one or none
	Rows  func(row int) []int // those that a row refers to
	Shape Shape
}

// Whole is the shape of rows with all their columns.
func Whole(t *table.Table) Shape {
	s := Shape{Table: t, Columns: make([]int, t.Columns())}
	for i := range s.Columns {
		s.Columns[i] = i
	}
	return s
}

// Only is the shape of rows with some of their columns.
func Only(t *table.Table, columns []int) Shape { return Shape{Table: t, Columns: columns} }
