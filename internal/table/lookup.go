package table

import (
	"slices"
	"sort"
	"sync"

	"hachinohe.example/opendata/dataset"
)

// lookup is the rows in the order of the codes of one column. It is made when it
// is asked for first, once for as long as the table lives.
type lookup struct {
	once sync.Once
	rows []uint32
}

// RowsWith returns the rows of which the cell in a column has that value, in the
// table's order; none has the missing one.
func (t *Table) RowsWith(column int, v dataset.Value) []int {
	c, l := &t.columns[column], &t.lookups[column]
	code := c.from(v)
	if v.Missing || code == c.size || c.Type.Compare(c.of(code), v) != 0 {
		return nil
	}
	l.once.Do(func() { l.rows = t.inOrderOf(c) })
	first := sort.Search(len(l.rows), func(i int) bool { return c.codes.at(int(l.rows[i])) >= code })
	var rows []int
	for _, row := range l.rows[first:] {
		if c.codes.at(int(row)) != code {
			break
		}
		rows = append(rows, int(row))
	}
	return rows
}

// inOrderOf returns all rows in the order of one column.
func (t *Table) inOrderOf(c *column) []uint32 {
	rows := make([]uint32, t.rows)
	for i := range rows {
		rows[i] = uint32(i)
	}
	slices.SortStableFunc(rows, comparing([]key{{column: c}}))
	return rows
}
