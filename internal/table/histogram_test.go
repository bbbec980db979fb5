package table_test

import (
	"slices"
	"strconv"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// TestFewValuesAreCountedExactly asks for the pages where one value ends and the
// next begins. What stands in a row follows its number, so that a row that is
// counted for its neighbour moves these places.
func TestFewValuesAreCountedExactly(t *testing.T) {
	t.Parallel()
	const rows = 150_001
	few := func(row int) string { return []string{"a", "b", "b", "c", "", "d", "a"}[row%7] }
	schema := dataset.Schema{
		Columns: []dataset.Column{{Name: "id", Type: dataset.Integer}, {Name: "few", Type: dataset.String}},
		Order:   []string{"id"},
	}
	cells := make([][]string, rows)
	count := make(map[string]int)
	for row := range cells {
		cells[row] = []string{strconv.Itoa(row), few(row)}
		count[few(row)]++
	}
	read, err := table.FromRows(schema, cells)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name       string
		descending bool
		order      []string
	}{{"ascending", false, []string{"a", "b", "c", "d", ""}}, {"descending", true, []string{"d", "c", "b", "a", ""}}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var want []int
			for _, value := range c.order {
				for row := range rows {
					if few(row) == value {
						want = append(want, row)
					}
				}
			}
			end := 0
			for _, value := range c.order {
				end += count[value]
				for offset := max(0, end-2); offset < min(rows, end+1); offset++ {
					got, err := read.Select(t.Context(), table.Query{Sort: []table.SortKey{{Column: 1, Descending: c.descending}}, Offset: offset, Limit: 2})
					if err != nil || got.Count != rows || !slices.Equal(got.Index, want[offset:min(offset+2, rows)]) {
						t.Errorf("from %d: %v %v, want %v", offset, got.Index, err, want[offset:min(offset+2, rows)])
					}
				}
			}
		})
	}
}
