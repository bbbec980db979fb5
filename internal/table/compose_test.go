package table_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// A table that is put together, from rows of another and from values, is the one
// that is read from the same cells.
func TestComposedIsWhatIsReadFromTheSameCells(t *testing.T) {
	r := newRandom(41)
	for range 300 {
		schema := r.schema()
		from, err := table.FromRows(schema, r.rows(schema, 1+r.IntN(60)))
		if err != nil {
			t.Fatal(err)
		}
		picked := make([]uint32, r.IntN(80))
		rows := make([][]string, len(picked))
		for i := range picked {
			picked[i] = uint32(r.IntN(from.Len()))
			for column := range from.Columns() {
				rows[i] = append(rows[i], from.Text(column, int(picked[i])))
			}
		}
		cells := make([]table.Cells, from.Columns())
		for column := range cells {
			cells[column] = table.Cells{Of: from, Column: column, Rows: picked}
			if r.oneIn(2) {
				values := make([]dataset.Value, 0, len(picked))
				for _, row := range picked {
					values = append(values, from.Value(column, int(row)))
				}
				cells[column] = table.Cells{Values: values}
			}
		}
		want, err := table.FromRows(schema, rows)
		if err != nil {
			t.Fatal(err)
		}
		got := table.Compose(schema, len(picked), cells)
		for row := range rows {
			for column := range cells {
				if a, b := got.Text(column, row), want.Text(column, row); a != b || got.Missing(column, row) != want.Missing(column, row) {
					t.Fatalf("row %d, column %d: %q, want %q", row, column, a, b)
				}
				if row > 0 && got.Same(column, row-1, row) != (got.Value(column, row-1).Shortest() == got.Value(column, row).Shortest()) {
					t.Fatalf("row %d, column %d: %q and %q", row, column, got.Text(column, row-1), got.Text(column, row))
				}
			}
		}
	}
}
