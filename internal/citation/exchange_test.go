package citation_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/lang"
)

// Every line of a record is one tag and its value, whatever is cited: what stands
// in a title cannot end the record or begin another field.
func TestRISHoldsAnyTitleAndLicence(t *testing.T) {
	want := []string{"TY", "ID", "AU", "TI", "DB", "PY", "DA", "PB", "ET", "LA", "N1", "UR", "ER"}
	for _, text := range hostile() {
		about := citation.Subject{Title: lang.T(text, ""), Key: "goals", Licence: text, Part: lang.T(text, "")}
		record := source().Cite(about, "https://x.example/?q={a}").RIS
		body, ended := strings.CutSuffix(record, "\r\n")
		var tags []string
		values := make(map[string]string)
		// What any reader may take for the end of a line.
		for _, line := range regexp.MustCompile("\r\n|[\n\r\v\f\x1c-\x1e\u0085\u2028\u2029]").Split(body, -1) {
			tag, value, ok := strings.Cut(line, "  - ")
			if !ok || len(tag) != 2 {
				t.Fatalf("%q: the line %q", text, line)
			}
			tags, values[tag] = append(tags, tag), value
		}
		if !slices.Equal(tags, want) || !ended {
			t.Errorf("%q: the tags are %v", text, tags)
		}
		for tag, value := range map[string]string{
			"TY": "DATA", "AU": dataset.CityName, "TI": spaced(text), "DB": spaced(text), "PY": "2027", "DA": "2027/03/02",
			"ET": "12", "N1": "Release 12, 2027-03-02, " + spaced(text), "UR": "https://x.example/?q={a}", "ER": "",
		} {
			if values[tag] != value {
				t.Errorf("%q: %s is %q, want %q", text, tag, values[tag], value)
			}
		}
	}
}

// A reference survives being written and read as JSON, whatever is cited, and its
// lists are the lists of CSL-JSON.
func TestCSLHoldsAnyTitleAndLicence(t *testing.T) {
	for _, text := range hostile() {
		c := source().Cite(citation.Subject{Title: lang.T(text, ""), Key: "goals", Licence: text}, "https://x.example/?q={a}").CSL
		written, err := json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var read map[string]any
		if err := json.Unmarshal(written, &read); err != nil || !utf8.Valid(written) {
			t.Fatalf("%q: %v %s", text, err, written)
		}
		want := map[string]any{
			"id": c.ID, "type": "dataset", "author": []any{map[string]any{"literal": dataset.CityName}}, "title": spaced(text),
			"issued": map[string]any{"date-parts": []any{[]any{2027., 3., 2.}}}, "publisher": dataset.CityName, "version": "12",
			"language": "ja", "note": "Release 12, 2027-03-02, " + spaced(text), "URL": "https://x.example/?q={a}",
		}
		if again, err := json.Marshal(want); err != nil || !equalJSON(again, written) {
			t.Errorf("%q: %s, want %s", text, written, again)
		}
	}
}

// equalJSON compares objects whatever the order of their members.
func equalJSON(a, b []byte) bool {
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	one, errOne := json.Marshal(x)
	other, errOther := json.Marshal(y)
	return errOne == nil && errOther == nil && string(one) == string(other)
}
