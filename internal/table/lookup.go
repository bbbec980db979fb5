package table

import (
	"context"
	"sort"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// lookup is the rows in the order of the codes of one column. It is made when it
// is asked for first, once for as long as the table lives.
type lookup struct {
	columnar.Lazy
	rows []uint32
}

// LookUp makes ready what RowsWith needs to find rows by a column without a look
// at all: where a table is large, that takes long enough to be given up. The error is that of ctx.
func (t *Table) LookUp(ctx context.Context, column int) error {
	l := &t.lookups[column]
	return l.Make(ctx, func() (err error) {
		l.rows, err = t.inOrderOf(ctx, &t.columns[column])
		return err
	})
}

// RowsWith returns the rows of which the cell in a column has that value, in the
// table's order; none has the missing one. Before LookUp it looks at every row.
func (t *Table) RowsWith(column int, v dataset.Value) []int {
	c, l := &t.columns[column], &t.lookups[column]
	code := c.From(v)
	if v.Missing || code == c.Size || c.Type.Compare(c.Of(code), v) != 0 {
		return nil
	}
	var rows []int
	if !l.Ready() {
		for row := range t.rows {
			if c.Cells.At(row) == code {
				rows = append(rows, row)
			}
		}
		return rows
	}
	first := sort.Search(len(l.rows), func(i int) bool { return c.Cells.At(int(l.rows[i])) >= code })
	for _, row := range l.rows[first:] {
		if c.Cells.At(int(row)) != code {
			break
		}
		rows = append(rows, int(row))
	}
	return rows
}

// inOrderOf returns all rows in the order of one column. The error is that of
// ctx.
func (t *Table) inOrderOf(ctx context.Context, c *columnar.Column) ([]uint32, error) {
	rows := make([]uint32, t.rows)
	for i := range rows {
		rows[i] = uint32(i)
	}
	return ordered(ctx, rows, []key{{column: c}}, window{0, t.rows})
}
