package table_test

import (
	"bytes"
	"encoding/csv"
	"testing"

	"hachinohe.example/opendata/internal/fixture/municipalities"
	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/table"
)

func TestRealFiguresAreAnsweredAsThePlainestWayDoes(t *testing.T) {
	data, schema := municipalities.CSV(t), municipalities.Schema(t)
	read, err := table.Read(schema, data)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	ref := newReference(schema, rows[1:])
	const date, prefecture, cards, rate = 1, 2, 6, 7
	yearly := table.Grouping{
		Keys:       []table.Key{{Column: prefecture}, {Column: date, Bucket: table.FiscalYear}},
		Aggregates: []table.Aggregate{{Func: table.Sum, Column: cards}, {Func: table.Avg, Column: rate}, {Func: table.Max, Column: rate}},
	}
	for name, q := range map[string]question{
		"one municipality":    {filters: []condition{{column: 0, op: table.Eq, operands: []string{"022039"}}}},
		"the highest rates":   {filters: []condition{{column: date, op: table.Ge, operands: []string{"2022-01-01"}}}, sort: []table.SortKey{{Column: rate, Descending: true}}, limit: 50},
		"names that resemble": {filters: []condition{{column: 3, op: table.Like, operands: []string{"*戸市"}}, {column: prefecture, op: table.Ne, operands: []string{"青森県"}}}, sort: []table.SortKey{{Column: cards}}, offset: 100, limit: 20},
		"a prefecture":        {filters: []condition{{column: prefecture, op: table.In, operands: []string{"青森県", "岩手県"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, check := range []check{checkSelect, checkScan, checkGroup} {
				if wrong := check(t.Context(), read, ref, q, yearly); wrong != "" {
					t.Error(wrong)
				}
			}
		})
	}
}

func BenchmarkRealFigures(b *testing.B) {
	data, schema := municipalities.CSV(b), municipalities.Schema(b)
	read, err := table.Read(schema, data)
	if err != nil {
		b.Fatal(err)
	}
	for name, q := range map[string]table.Query{
		"Series":     {Filters: []table.Filter{table.Equal(0, "022039")}, Limit: 100},
		"SortedPage": {Sort: []table.SortKey{{Column: 7, Descending: true}}, Limit: 50},
		"Search":     {Search: fold.Terms("八戸"), Limit: 50},
	} {
		b.Run(name, func(b *testing.B) { selecting(b, read, q) })
	}
	b.Run("Load", func(b *testing.B) {
		b.SetBytes(int64(len(data)))
		for b.Loop() {
			if _, err := table.Read(schema, data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
