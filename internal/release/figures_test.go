package release_test

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture/municipalities"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// figures are the My Number card figures of all municipalities: bytes and
// cells, headings first.
func figures(t *testing.T) ([]byte, [][]string) {
	t.Helper()
	data := municipalities.CSV(t)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return data, rows
}

// figure is a municipality on a date, or several of them together.
type figure struct {
	base              string
	cards, population int64
	rate              string // as it is published; empty: of several
}

// figuresOf are the published figures by area and date: those of Aomori, and the
// sums of the prefecture and the nation.
func figuresOf(t *testing.T) map[string]map[string]figure {
	t.Helper()
	_, rows := figures(t)
	areas := make(map[string]map[string]figure)
	add := func(area string, row []string, rate string) {
		if areas[area] == nil {
			areas[area] = make(map[string]figure)
		}
		f := areas[area][row[1]]
		if f.base != "" && f.base != row[5] {
			t.Fatalf("%s has populations of several dates on %s", area, row[1])
		}
		areas[area][row[1]] = figure{row[5], f.cards + number(t, row[6]), f.population + number(t, row[4]), rate}
	}
	for _, row := range rows[1:] {
		add("000001", row, "")
		if row[2] == "青森県" {
			add("020001", row, "")
			add(row[0], row, row[7])
		}
	}
	return areas
}

func number(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Every value is a published figure or the sum of them, and none is missing.
func TestObservationsAreThePublishedFigures(t *testing.T) {
	want := make(map[string]string)
	for area, dates := range figuresOf(t) {
		for date, f := range dates {
			want["ind-1 "+area+" "+date] = strconv.FormatInt(f.cards, 10)
			want["ind-2 "+area+" "+date] = cmp.Or(f.rate, rate(f.cards, f.population)) + " of " + f.base
			want["ind-3 "+area+" "+f.base] = strconv.FormatInt(f.population, 10)
		}
	}
	got := make(map[string]string)
	for _, row := range columnsOf(t, build(t), "observations", "indicator_id", "area_code", "period_start", "period_end", "value", "base_date") {
		value := row[4]
		if row[5] != "" {
			value += " of " + row[5]
		}
		if got[strings.Join(row[:3], " ")] = value; row[2] != row[3] {
			t.Errorf("%q is of a period, not of a day", row)
		}
	}
	if !maps.Equal(got, want) {
		t.Errorf("%d values, want %d", len(got), len(want))
		for _, key := range slices.Sorted(maps.Keys(want)) {
			if got[key] != want[key] {
				t.Fatalf("%s is %s, want %s", key, got[key], want[key])
			}
		}
	}
}

// rate is a percentage with one decimal, halves rounded up.
func rate(cards, population int64) string {
	return big.NewRat(cards*100, population).FloatString(1)
}

// Every rate is the cards of its date divided by the population of its base date;
// where the base date is another than before, the series breaks. What is computed
// says so and is never the ministry's.
func TestEveryRateIsCardsByPopulation(t *testing.T) {
	type at struct{ indicator, area, date string }
	values := make(map[at]int64)
	rows := columnsOf(t, build(t), "observations", "indicator_id", "area_code", "period_start", "value", "base_date", "status", "note", "source")
	for _, row := range rows {
		if row[0] != "ind-2" {
			values[at{row[0], row[1], row[2]}] = number(t, row[3])
		}
	}
	base, rates := make(map[string]string), 0
	for _, row := range rows {
		computed := row[1] == "000001" || row[1] == "020001"
		if computed != strings.Contains(row[6], "総務省の公表値ではない") || computed != strings.Contains(row[7], "八戸市が計算") || computed && row[5] == "A" {
			t.Errorf("%q does not say who computed it", row)
		}
		if row[0] != "ind-2" {
			continue
		}
		rates++
		cards, population := values[at{"ind-1", row[1], row[2]}], values[at{"ind-3", row[1], row[4]}]
		if population == 0 || rate(cards, population) != row[3] {
			t.Errorf("%q is not %d ÷ %d", row, cards, population)
		}
		if before := base[row[1]]; (before != "" && before != row[4]) != (row[5] == "B") {
			t.Errorf("%q: the base date before was %s", row, before)
		}
		base[row[1]] = row[4]
	}
	if rates != 42*47 {
		t.Errorf("%d rates", rates)
	}
}

func TestAreasHaveTheirPublishedNames(t *testing.T) {
	_, rows := figures(t)
	names := make(map[string]string)
	for _, row := range rows[1:] {
		names[row[0]] = row[2] + " " + row[3]
	}
	for _, row := range columnsOf(t, build(t), "areas", "code", "prefecture", "name", "kind") {
		named := strings.HasPrefix(names[row[0]], row[1]+" ") && strings.HasSuffix(names[row[0]], row[2])
		if row[3] == "municipality" && !named {
			t.Errorf("%q is published as %s", row, names[row[0]])
		}
	}
}

func TestADatasetOfEightyThousandRowsKeepsEveryLetter(t *testing.T) {
	data, rows := figures(t)
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{"cards.csv": {Data: data}, "cards.schema.json": {Data: municipalities.Descriptor}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := release.Build(release.Meta{Number: 1}, sources)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := r.Set("cards")
	if s.Table.Len() != municipalities.Rows {
		t.Fatalf("%d rows, must be %d", s.Table.Len(), municipalities.Rows)
	}
	if got, want := ledgertest.Cells(s), rows[1:]; !reflect.DeepEqual(got, want) {
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Fatalf("row %d: got %q, want %q", i+1, got[i], want[i])
			}
		}
	}
}
