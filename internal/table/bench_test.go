package table_test

import (
	"bytes"
	"flag"
	"runtime"
	"testing"

	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/table"
)

// rowsFlag chooses the size of the benchmarks: 10000, 1000000 and 10000000 are
// the ones of which figures are kept.
var rowsFlag = flag.Int("rows", 1_000_000, "rows of the benchmarks")

// The columns of the fixture.
const (
	indicator = iota
	area
	period
	value
	status
)

// observations reads the fixture, once for every benchmark.
func observations(b *testing.B) *table.Table {
	b.Helper()
	read, err := table.Read(fixture.Schema(), observationsCSV(b))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	return read
}

func observationsCSV(b *testing.B) []byte {
	b.Helper()
	var out bytes.Buffer
	if err := fixture.Observations(&out, *rowsFlag); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

func BenchmarkLoad(b *testing.B) {
	data := observationsCSV(b)
	b.SetBytes(int64(len(data)))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var read *table.Table
	for b.Loop() {
		var err error
		if read, err = table.Read(fixture.Schema(), data); err != nil {
			b.Fatal(err)
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(read.Len()), "B/row")
	runtime.KeepAlive(data)
}

// ask reads a condition on the fixture.
func ask(b *testing.B, column int, op table.Op, operands ...string) table.Filter {
	b.Helper()
	return parsed(fixture.Schema(), []condition{{column: column, op: op, operands: operands}})[0]
}

// selecting measures a query that finds something.
func selecting(b *testing.B, read *table.Table, q table.Query) {
	b.Helper()
	for b.Loop() {
		rows, err := read.Select(b.Context(), q)
		if err != nil || len(rows.Index) == 0 {
			b.Fatal(rows.Count, err)
		}
	}
}

// middle is a value that about half of the others exceed.
func middle(b *testing.B, read *table.Table) string {
	b.Helper()
	rows, err := read.Select(b.Context(), table.Query{Sort: []table.SortKey{{Column: value}}, Offset: read.Len() / 2, Limit: 1})
	if err != nil {
		b.Fatal(err)
	}
	return read.Text(value, rows.Index[0])
}

func BenchmarkSeries(b *testing.B) {
	read := observations(b)
	row := read.Len() / 2
	selecting(b, read, table.Query{
		Filters: []table.Filter{ask(b, indicator, table.Eq, read.Text(indicator, row)), ask(b, area, table.Eq, read.Text(area, row))}, Limit: 1000,
	})
}

func BenchmarkPeriodAboveSorted(b *testing.B) {
	read := observations(b)
	selecting(b, read, table.Query{
		Filters: []table.Filter{ask(b, period, table.Eq, "2001-05-01"), ask(b, value, table.Ge, middle(b, read))},
		Sort:    []table.SortKey{{Column: value, Descending: true}}, Limit: 50,
	})
}

func BenchmarkCountHalf(b *testing.B) {
	read := observations(b)
	selecting(b, read, table.Query{Filters: []table.Filter{ask(b, value, table.Gt, middle(b, read))}, Limit: 1})
}

func BenchmarkFilterSortPage(b *testing.B) {
	read := observations(b)
	selecting(b, read, table.Query{
		Filters: []table.Filter{ask(b, value, table.Gt, middle(b, read))}, Sort: []table.SortKey{{Column: value, Descending: true}}, Limit: 50,
	})
}

func BenchmarkSearchSortPage(b *testing.B) {
	read := observations(b)
	selecting(b, read, table.Query{Search: []string{"1"}, Sort: []table.SortKey{{Column: value, Descending: true}}, Limit: 50})
}

func BenchmarkSearch(b *testing.B) {
	read := observations(b)
	selecting(b, read, table.Query{Search: []string{"1"}, Limit: 50})
}

func BenchmarkDeepPage(b *testing.B) {
	read := observations(b)
	selecting(b, read, table.Query{Sort: []table.SortKey{{Column: value, Descending: true}}, Offset: read.Len() / 2, Limit: 50})
}

// BenchmarkFewThenValue sorts by a column of few values and then by another.
func BenchmarkFewThenValue(b *testing.B) {
	read := observations(b)
	selecting(b, read, table.Query{Sort: []table.SortKey{{Column: status}, {Column: value, Descending: true}}, Limit: 50})
}

// grouping measures a group-by of everything.
func grouping(b *testing.B, g table.Grouping) {
	b.Helper()
	read := observations(b)
	for b.Loop() {
		groups, err := read.Group(b.Context(), table.Query{}, g)
		if err != nil || groups.Len() == 0 {
			b.Fatal(err)
		}
	}
}

func BenchmarkGroupIndicatorYear(b *testing.B) {
	grouping(b, table.Grouping{
		Keys:       []table.Key{{Column: indicator}, {Column: period, Bucket: table.Year}},
		Aggregates: []table.Aggregate{{Func: table.Avg, Column: value}, {Func: table.Min, Column: value}, {Func: table.Max, Column: value}},
	})
}

func BenchmarkGroupPeriodArea(b *testing.B) {
	grouping(b, table.Grouping{Keys: []table.Key{{Column: period}, {Column: area}}, Aggregates: []table.Aggregate{{Func: table.Sum, Column: value}}})
}

func BenchmarkScanAll(b *testing.B) {
	read := observations(b)
	var buffer []byte
	size := 0
	for b.Loop() {
		size = 0
		err := read.Scan(b.Context(), table.Query{}, func(rows []int) error {
			buffer = buffer[:0]
			for _, row := range rows {
				for column := range read.Columns() {
					buffer = read.AppendText(buffer, column, row)
				}
			}
			size += len(buffer)
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(size))
}
