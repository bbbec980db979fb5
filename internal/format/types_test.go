package format_test

import (
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture/timeofday"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// A type that no code here knows is written in every format as it says itself.
func TestAMadeUpType(t *testing.T) {
	s := dataset.Schema{Columns: []dataset.Column{{Name: "stop", Type: dataset.String}, {Name: "first", Type: timeofday.Type}}}
	read, err := table.FromRows(s, [][]string{{"a", "06:10"}, {"b", ""}})
	if err != nil {
		t.Fatal(err)
	}
	json := string(written(t, format.JSON(), read.All(), []int{0, 1}, format.Layout{}))
	if want := `[` + "\n" + `{"stop":"a","first":"06:10"},` + "\n" + `{"stop":"b","first":null}` + "\n]\n"; json != want {
		t.Errorf("JSON: got %s, want %s", json, want)
	}
	csv := string(written(t, format.CSV(), read.All(), []int{0, 1}, format.Layout{}))
	if !strings.HasSuffix(csv, "a,06:10\r\nb,\r\n") {
		t.Errorf("CSV: got %q", csv)
	}
}
