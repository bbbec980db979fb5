package table_test

import (
	"bytes"
	"fmt"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/table"
)

// The columns of the payments.
const (
	number = iota
	card
	account
	amount
	state
)

// payments reads a fixture with two columns of many values.
func payments(b *testing.B) *table.Table {
	b.Helper()
	var out bytes.Buffer
	if err := fixture.Payments(&out, *rowsFlag); err != nil {
		b.Fatal(err)
	}
	read, err := table.Read(fixture.PaymentsSchema(), out.Bytes())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	return read
}

// BenchmarkManyGroups measures the first page of groups of a column with a tenth
// as many values as there are rows.
func BenchmarkManyGroups(b *testing.B) {
	read := payments(b)
	counted := []table.Aggregate{{Func: table.Count, Column: -1}}
	computed := []table.Aggregate{
		{Func: table.Sum, Column: amount}, {Func: table.Avg, Column: amount}, {Func: table.Min, Column: amount}, {Func: table.Max, Column: amount},
	}
	for _, bench := range []struct {
		name string
		g    table.Grouping
	}{
		{"text/count", table.Grouping{Keys: []table.Key{{Column: card}}, Aggregates: counted}},
		{"text/sum", table.Grouping{Keys: []table.Key{{Column: card}}, Aggregates: computed[:1]}},
		{"text/all", table.Grouping{Keys: []table.Key{{Column: card}}, Aggregates: computed}},
		{"number/count", table.Grouping{Keys: []table.Key{{Column: account}}, Aggregates: counted}},
		{"number/sum", table.Grouping{Keys: []table.Key{{Column: account}}, Aggregates: computed[:1]}},
		{"two/sum", table.Grouping{Keys: []table.Key{{Column: card}, {Column: state}}, Aggregates: computed[:1]}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			for b.Loop() {
				groups, err := read.Group(b.Context(), table.Query{}, bench.g)
				if err != nil {
					b.Fatal(err)
				}
				top := table.Query{Sort: []table.SortKey{{Column: len(bench.g.Keys), Descending: true}}, Limit: 50}
				if page, err := groups.Select(b.Context(), top); err != nil || len(page.Index) != 50 {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkNearlyAll measures a filter that keeps nearly all rows.
func BenchmarkNearlyAll(b *testing.B) {
	read := observations(b)
	filter := []table.Filter{ask(b, value, table.Gt, "1.0")}
	other := []table.Filter{ask(b, status, table.Ne, "M")}
	highest := table.SortKey{Column: value, Descending: true}
	for _, bench := range []struct {
		name string
		q    table.Query
	}{
		{"SortPage", table.Query{Filters: filter, Sort: []table.SortKey{highest}, Limit: 50}},
		{"OtherColumn", table.Query{Filters: other, Sort: []table.SortKey{highest}, Limit: 50}},
		{"ByFewThenValue", table.Query{Filters: filter, Sort: []table.SortKey{{Column: status}, highest}, Limit: 50}},
	} {
		b.Run(bench.name, func(b *testing.B) { selecting(b, read, bench.q) })
	}
	b.Run("Group", func(b *testing.B) {
		g := table.Grouping{
			Keys:       []table.Key{{Column: indicator}, {Column: period, Bucket: table.Year}},
			Aggregates: []table.Aggregate{{Func: table.Avg, Column: value}, {Func: table.Min, Column: value}, {Func: table.Max, Column: value}},
		}
		for b.Loop() {
			if groups, err := read.Group(b.Context(), table.Query{Filters: filter}, g); err != nil || groups.Len() == 0 {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkFewSorted sorts what a filter leaves as a whole.
func BenchmarkFewSorted(b *testing.B) {
	read := payments(b)
	filter := parsed(read.Schema(), []condition{{column: number, op: table.Lt, operands: []string{"4000"}}})
	selecting(b, read, table.Query{Filters: filter, Sort: []table.SortKey{{Column: amount, Descending: true}}, Limit: 50})
}

// BenchmarkText looks into texts that are all different.
func BenchmarkText(b *testing.B) {
	const texts = 300_000
	rows := make([][]string, texts)
	for i := range rows {
		rows[i] = []string{fmt.Sprintf("第%d号　デジタル推進計画に基づく「市民サービス」の調査結果について（概要版）", i)}
	}
	read, err := table.FromRows(dataset.Schema{Columns: []dataset.Column{{Name: "title", Type: dataset.String}}}, rows)
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name string
		op   table.Op
		text string
	}{
		{"contains", table.Contains, "調査結果"}, {"like", table.Like, "*調査結果*"}, {"like2", table.Like, "第*調査?果*"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			selecting(b, read, table.Query{Filters: []table.Filter{{Op: bench.op, Values: []dataset.Value{{Text: bench.text}}}}, Limit: 50})
		})
	}
	b.Run("fold", func(b *testing.B) {
		size := 0
		for b.Loop() {
			b.StopTimer()
			fresh, err := table.FromRows(read.Schema(), rows)
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			if _, err := fresh.Select(b.Context(), table.Query{Search: []string{"推進"}, Limit: 50}); err != nil {
				b.Fatal(err)
			}
		}
		for _, row := range rows {
			size += len(row[0])
		}
		b.SetBytes(int64(size))
	})
}
