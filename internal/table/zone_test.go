package table_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// TestManyGroupsAreSortedByEveryColumn sorts more groups than are kept from the
// first pass over them, by keys and by what was computed. Their blocks hold other
// values than those of the rows that they were made of.
func TestManyGroupsAreSortedByEveryColumn(t *testing.T) {
	t.Parallel()
	const rows = 95_000
	schema := dataset.Schema{
		Columns: []dataset.Column{{Name: "id", Type: dataset.Integer}, {Name: "text", Type: dataset.String}, {Name: "n", Type: dataset.Number}},
		Order:   []string{"id"},
	}
	number := func(row int) int { return row * 7919 % rows }
	cells := make([][]string, rows)
	for row := range cells {
		cells[row] = []string{strconv.Itoa(row), fmt.Sprintf("t%05d", number(row)), strconv.Itoa(rows - number(row))}
	}
	read, err := table.FromRows(schema, cells)
	if err != nil {
		t.Fatal(err)
	}
	groups, err := read.Group(t.Context(), table.Query{}, table.Grouping{
		Keys: []table.Key{{Column: 1}, {Column: 0}},
		Aggregates: []table.Aggregate{
			{Func: table.Max, Column: 2}, {Func: table.Min, Column: 0}, {Func: table.First, Column: 2}, {Func: table.Last, Column: 1}, {Func: table.Sum, Column: 2},
		},
	})
	if err != nil || groups.Len() != rows {
		t.Fatal(groups.Len(), err)
	}
	for column := range groups.Columns() {
		want := groups.All().Index
		slices.SortStableFunc(want, func(a, b int) int {
			return cmp.Compare(groups.Value(column, b).Int, groups.Value(column, a).Int)
		})
		if kind := groups.Column(column).Type; kind == dataset.String {
			slices.SortStableFunc(want, func(a, b int) int { return cmp.Compare(groups.Text(column, b), groups.Text(column, a)) })
		}
		for _, offset := range []int{0, rows / 2, rows - 3} {
			got, err := groups.Select(t.Context(), table.Query{Sort: []table.SortKey{{Column: column, Descending: true}}, Offset: offset, Limit: 3})
			if err != nil || !slices.Equal(got.Index, want[offset:offset+3]) {
				t.Errorf("by %s from %d: %v %v, want %v", groups.Column(column).Name, offset, got.Index, err, want[offset:offset+3])
			}
		}
	}
}
