package table_test

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// series returns a table of some series of 1,000 rows each, sorted by series
// and number.
func series(t *testing.T, n int) *table.Table {
	t.Helper()
	s := dataset.Schema{
		Columns: []dataset.Column{{Name: "series", Type: dataset.String}, {Name: "number", Type: dataset.Integer}},
		Order:   []string{"series", "number"},
	}
	var rows [][]string
	for i := range n {
		for j := range 1000 {
			rows = append(rows, []string{fmt.Sprintf("s%03d", i), strconv.Itoa(j)})
		}
	}
	read, err := table.FromRows(s, rows)
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func TestAScanTakesNoMoreMemoryForMoreRows(t *testing.T) {
	scanned := func(read *table.Table, q table.Query) float64 {
		return testing.AllocsPerRun(5, func() {
			if err := read.Scan(t.Context(), q, func([]int) error { return nil }); err != nil {
				t.Fatal(err)
			}
		})
	}
	some := table.Query{Filters: []table.Filter{{Column: 1, Op: table.Ne, Values: []dataset.Value{{Int: 7}}}}}
	for _, q := range []table.Query{{}, some} {
		few, many := scanned(series(t, 3), q), scanned(series(t, 300), q)
		if few != many {
			t.Errorf("%+v: 3,000 rows take %v allocations, 300,000 take %v", q, few, many)
		}
	}
}

// allocated returns the bytes and the objects that a function allocates.
func allocated(f func()) (bytes, objects uint64) {
	const runs = 20
	var before, after runtime.MemStats
	f()
	runtime.ReadMemStats(&before)
	for range runs {
		f()
	}
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) / runs, (after.Mallocs - before.Mallocs) / runs
}

// TestASeriesTakesLittleMemory: the row numbers as they are found and as they
// are returned, and what makes the query ready.
func TestASeriesTakesLittleMemory(t *testing.T) {
	read := series(t, 200)
	bytes, objects := allocated(func() {
		rows, err := read.Select(t.Context(), table.Query{Filters: []table.Filter{table.Equal(0, "s150")}, Limit: 1000})
		if err != nil || rows.Count != 1000 {
			t.Fatal(rows.Count, err)
		}
	})
	t.Logf("%d bytes in %d objects", bytes, objects)
	if bytes > 32<<10 || objects > 40 {
		t.Errorf("a series of 1,000 rows takes %d bytes in %d objects", bytes, objects)
	}
}

// TestFewRowsAreGroupedInLittleMemory: however many combinations the keys have
// in the whole table.
func TestFewRowsAreGroupedInLittleMemory(t *testing.T) {
	read := series(t, 100)
	g := table.Grouping{Keys: []table.Key{{Column: 0}, {Column: 1}}, Aggregates: []table.Aggregate{{Func: table.Sum, Column: 1}}}
	bytes, _ := allocated(func() {
		groups, err := read.Group(t.Context(), table.Query{Filters: []table.Filter{table.Equal(0, "s050")}}, g)
		if err != nil || groups.Len() != 1000 {
			t.Fatal(groups.Len(), err)
		}
	})
	t.Logf("%d bytes", bytes)
	if bytes > 1<<20 {
		t.Errorf("1,000 groups of 1,000 rows take %d bytes", bytes)
	}
}
