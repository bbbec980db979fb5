package table_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// municipalities is the schema of the real figures of every municipality: cards
// issued, population and rate on 47 dates.
func municipalities() dataset.Schema {
	column := func(name string, kind dataset.Type) dataset.Column {
		return dataset.Column{Name: name, Title: lang.T(name, name), Type: kind}
	}
	return dataset.Schema{
		Columns: []dataset.Column{
			column("municipality_code", dataset.String), column("date", dataset.DateType), column("prefecture", dataset.String),
			column("municipality", dataset.String), column("population", dataset.Integer), column("population_date", dataset.DateType),
			column("cards_issued", dataset.Integer), column("cards_rate_percent", dataset.Number),
		},
		Key: []string{"municipality_code", "date"}, Order: []string{"municipality_code", "date"},
	}
}

// realFigures reads them. They are no part of the project: where they are not,
// nothing can be asked of them.
func realFigures(tb testing.TB) []byte {
	tb.Helper()
	data, err := os.ReadFile("../../../shared/data/mynumber_cards_all_municipalities.csv")
	if err != nil {
		tb.Skip("the figures of all municipalities are not beside the project: ", err)
	}
	return data
}

func TestRealFiguresAreAnsweredAsThePlainestWayDoes(t *testing.T) {
	data := realFigures(t)
	read, err := table.Read(municipalities(), data)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	ref := newReference(municipalities(), rows[1:])
	const date, prefecture, cards, rate = 1, 2, 6, 7
	yearly := table.Grouping{
		Keys:       []table.Key{{Column: prefecture}, {Column: date, Bucket: table.FiscalYear}},
		Aggregates: []table.Aggregate{{Func: table.Sum, Column: cards}, {Func: table.Avg, Column: rate}, {Func: table.Max, Column: rate}},
	}
	for name, q := range map[string]question{
		"one municipality":    {filters: []condition{{0, table.Eq, []string{"022039"}}}},
		"the highest rates":   {filters: []condition{{date, table.Ge, []string{"2022-01-01"}}}, sort: []table.SortKey{{Column: rate, Descending: true}}, limit: 50},
		"names that resemble": {filters: []condition{{3, table.Like, []string{"*戸市"}}, {prefecture, table.Ne, []string{"青森県"}}}, sort: []table.SortKey{{Column: cards}}, offset: 100, limit: 20},
		"a prefecture":        {filters: []condition{{prefecture, table.In, []string{"青森県", "岩手県"}}}},
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
	data := realFigures(b)
	read, err := table.Read(municipalities(), data)
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
			if _, err := table.Read(municipalities(), data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
