package encode_test

import (
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/fixture/timeofday"
	"hachinohe.example/opendata/internal/table"
)

// A type that no code here knows is written in every format as it says itself.
func TestAMadeUpType(t *testing.T) {
	s := dataset.Schema{Columns: []dataset.Column{{Name: "stop", Type: dataset.String}, {Name: "first", Type: timeofday.Type}}}
	read, err := table.FromRows(s, [][]string{{"a", "06:10"}, {"b", ""}})
	if err != nil {
		t.Fatal(err)
	}
	json := string(encode.AppendJSON(nil, read.All(), []int{0, 1}))
	if want := `[` + "\n" + `{"stop":"a","first":"06:10"},` + "\n" + `{"stop":"b","first":null}` + "\n]"; json != want {
		t.Errorf("JSON: got %s, want %s", json, want)
	}
	csv := string(encode.AppendCSV(nil, read.All(), []int{0, 1}, encode.Layout{}))
	if !strings.HasSuffix(csv, "a,06:10\r\nb,\r\n") {
		t.Errorf("CSV: got %q", csv)
	}
}
