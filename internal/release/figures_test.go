package release_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// figures are the My Number card figures of all municipalities: bytes and
// cells, headings first.
func figures(t *testing.T) ([]byte, [][]string) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(shared, "data", "mynumber_cards_all_municipalities.csv"))
	if err != nil {
		t.Skip("the figures of all municipalities are not beside the repository: ", err)
	}
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return data, rows
}

func TestObservationsAreTheCitysOwnRows(t *testing.T) {
	_, rows := figures(t)
	var cards, rates, populations [][]string
	base := ""
	for _, row := range rows[1:] {
		if row[0] != dataset.CityCode {
			continue
		}
		date, population, on, status := row[1], row[4], row[5], "A"
		if base != "" && base != on {
			status = "B"
		}
		if base != on {
			populations = append(populations, []string{"ind-3", row[0], on, on, population, "", "A"})
		}
		base = on
		cards = append(cards, []string{"ind-1", row[0], date, date, row[6], "", "A"})
		rates = append(rates, []string{"ind-2", row[0], date, date, row[7], on, status})
	}
	want := append(append(cards, rates...), populations...)
	got := columnsOf(t, build(t), "observations", "indicator_id", "area_code", "period_start", "period_end", "value", "base_date", "status")
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

const cardsSchema = `{
  "title": "マイナンバーカード交付状況",
  "fields": [
    {"name": "municipality_code", "title": "全国地方公共団体コード", "constraints": {"pattern": "[0-9]{6}"}},
    {"name": "date", "title": "時点", "type": "date"},
    {"name": "prefecture", "title": "都道府県名"},
    {"name": "municipality", "title": "市区町村名"},
    {"name": "population", "title": "人口", "type": "integer", "unit": "人", "constraints": {"minimum": 0}},
    {"name": "population_date", "title": "人口の基準日", "type": "date"},
    {"name": "cards_issued", "title": "交付枚数", "type": "integer", "unit": "枚", "constraints": {"minimum": 0}},
    {"name": "cards_rate_percent", "title": "交付枚数率", "type": "number", "unit": "%"}
  ],
  "primaryKey": ["municipality_code", "date"]
}`

func TestADatasetOfEightyThousandRowsKeepsEveryLetter(t *testing.T) {
	data, rows := figures(t)
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{"cards.csv": {Data: data}, "cards.schema.json": {Data: []byte(cardsSchema)}})
	if err != nil {
		t.Fatal(err)
	}
	r, err := release.Build(release.Meta{Number: 1}, sources)
	if err != nil {
		t.Fatal(err)
	}
	s, _ := r.Set("cards")
	if s.Table.Len() != 81791 {
		t.Fatalf("%d rows, must be 81,791", s.Table.Len())
	}
	if got, want := cells(s), rows[1:]; !reflect.DeepEqual(got, want) {
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Fatalf("row %d: got %q, want %q", i+1, got[i], want[i])
			}
		}
	}
}
