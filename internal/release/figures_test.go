package release_test

import (
	"bytes"
	"encoding/csv"
	"reflect"
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
