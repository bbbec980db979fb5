package table_test

import (
	"cmp"
	"slices"
	"strconv"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// The columns of the table whose first pages are asked for.
const (
	scattered = iota // no two are equal
	holed            // scattered, a third missing
	few              // of three values
	rising           // with the rows, some equal
)

// TestTheFirstPageIsTheBeginningOfTheWholeOrder asks a table of many blocks for
// pages that can be found without most of its rows, and for some that cannot.
func TestTheFirstPageIsTheBeginningOfTheWholeOrder(t *testing.T) {
	t.Parallel()
	const size = 100_000
	cells, values := make([][]string, size), make([][]int, size)
	for i := range cells {
		mixed := i * 7919 % size
		values[i] = []int{mixed, mixed*31%size + 1, mixed % 3, i / 3}
		for column, v := range values[i] {
			cells[i] = append(cells[i], strconv.Itoa(v))
			if column == holed && i%3 == 0 {
				cells[i][column], values[i][column] = "", size+1 // the missing last
			}
		}
	}
	read := made(t, cells, dataset.Integer, dataset.Integer, dataset.Integer, dataset.Integer)
	down := func(column int) table.SortKey { return table.SortKey{Column: column, Descending: true} }
	up := func(column int) table.SortKey { return table.SortKey{Column: column} }
	for _, c := range []struct {
		name  string
		sort  []table.SortKey
		where []condition
		found bool
	}{
		{"up", []table.SortKey{up(scattered)}, nil, true},
		{"down", []table.SortKey{down(scattered)}, nil, true},
		{"down, of what nearly all rows have", []table.SortKey{down(scattered)}, []condition{{column: scattered, op: table.Gt, operands: []string{"100"}}, {column: few, op: table.Ne, operands: []string{"1"}}}, true},
		{"missing last, up", []table.SortKey{up(holed)}, nil, true},
		{"missing last, down", []table.SortKey{down(holed)}, nil, true},
		{"in the order of the rows", []table.SortKey{up(rising), down(scattered)}, nil, true},
		{"against the order of the rows", []table.SortKey{down(rising), up(scattered)}, []condition{{column: few, op: table.Le, operands: []string{"1"}}}, true},
		{"many are equal", []table.SortKey{down(few), up(scattered)}, nil, false},
		{"few rows match", []table.SortKey{up(scattered)}, []condition{{column: scattered, op: table.Ge, operands: []string{"99000"}}}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var want []int
			for row := range values {
				if every(c.where, func(c condition) bool { return holds(values[row][c.column], c) }) {
					want = append(want, row)
				}
			}
			slices.SortStableFunc(want, func(a, b int) int { return plainOrder(c.sort, values[a], values[b], size+1) })
			for _, at := range [][2]int{{0, 1}, {0, 50}, {7, 20}, {100, 300}} {
				q := table.Query{Filters: parsed(read.Schema(), c.where), Sort: c.sort, Offset: at[0], Limit: at[1]}
				got, err := read.Select(t.Context(), q)
				if page := want[at[0]:min(at[0]+at[1], len(want))]; err != nil || got.Count != len(want) || !slices.Equal(got.Index, page) {
					t.Errorf("%v: %v of %d (%v), want %v of %d", at, got.Index, got.Count, err, page, len(want))
				}
			}
			first := table.Query{Filters: parsed(read.Schema(), c.where), Sort: c.sort, Limit: 1}
			if ok, err := read.FirstPage(t.Context(), first); err != nil || ok != c.found {
				t.Errorf("the first row is found in few blocks: %t (%v)", ok, err)
			}
		})
	}
}

// holds compares with a number.
func holds(v int, c condition) bool {
	n, _ := strconv.Atoi(c.operands[0])
	switch c.op {
	case table.Gt:
		return v > n
	case table.Ge:
		return v >= n
	case table.Le:
		return v <= n
	}
	return v != n
}

// plainOrder orders rows of numbers of which one stands for the missing.
func plainOrder(keys []table.SortKey, a, b []int, missing int) int {
	for _, k := range keys {
		x, y := a[k.Column], b[k.Column]
		order := cmp.Compare(x, y)
		if k.Descending && x != missing && y != missing {
			order = -order
		}
		if order != 0 {
			return order
		}
	}
	return 0
}
