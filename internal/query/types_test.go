package query_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/fixture/timeofday"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// stops is a dataset with a column of a type that no code here knows.
func stops(t *testing.T) query.Subject {
	t.Helper()
	key := []string{"id"}
	schema := dataset.Schema{Key: key, Order: key, Columns: []dataset.Column{
		{Name: "id", Title: lang.T("停留所", "Stop"), Type: dataset.String},
		{Name: "first", Title: lang.T("始発", "First bus"), Type: timeofday.Type},
	}}
	read, err := table.FromRows(schema, [][]string{{"a", "06:10"}, {"b", ""}, {"c", "05:40"}})
	if err != nil {
		t.Fatal(err)
	}
	in := &release.Release{Sets: []release.Set{{Dataset: dataset.Dataset{ID: "stops", Schema: schema}, Table: read}}}
	return query.Subject{Set: &in.Sets[0], In: in}
}

// Requests compare and sort a made-up type, and are told how it is written.
func TestAMadeUpTypeInRequests(t *testing.T) {
	s := stops(t)
	for raw, want := range map[string][]string{
		"first=06:10":                {"a"},
		"first.lt=06:00":             {"c"},
		"first.between=05:40,06:10":  {"a", "c"},
		"first.between=06:10,06:10":  {"a"},
		"first.is_null=true":         {"b"},
		"sort=first":                 {"c", "a", "b"},
		"or=first=05:40|first=06:10": {"a", "c"},
	} {
		q := parsed(t, s, raw)
		if got := keys(t, s, q); !slices.Equal(got, want) {
			t.Errorf("%s finds %q, want %q", raw, got, want)
		}
		if reprinted := parsed(t, s, q.String()); reprinted.String() != q.String() {
			t.Errorf("%s is printed as %s, and that as %s", raw, q, reprinted)
		}
	}
	for raw, want := range map[string]string{
		"first=6:10":          "not a time of day: write HH:MM, such as 09:30 (for example first=06:10)",
		"first.contains=6":    "of type time",
		"aggregate=first.sum": "count, min, max, first, last",
		"group_by=first.year": "of type time",
	} {
		_, err := parse(s, raw, inPages())
		wrong, ok := errors.AsType[*fault.Error](err)
		if !ok || len(wrong.Fields) != 1 || !strings.Contains(wrong.Fields[0].Message.En, want) {
			t.Errorf("%s: got %+v, want %q", raw, wrong, want)
		}
	}
}

// A number refers to the row that has an equal one, whatever the decimals of
// each, and conditions on that row find it.
func TestRelationsOfEqualNumbers(t *testing.T) {
	levels := dataset.Schema{Key: []string{"m"}, Order: []string{"m"}, Columns: []dataset.Column{{Name: "m", Type: dataset.Number}}}
	marks := dataset.Schema{Key: []string{"id"}, Order: []string{"id"}, Columns: []dataset.Column{
		{Name: "id", Type: dataset.Integer}, {Name: "level", Type: dataset.Number}, {Name: "text", Type: dataset.String}, {Name: "next", Type: dataset.Number},
	}, References: []dataset.Reference{
		{Column: "level", Dataset: "levels", Target: "m"}, {Column: "text", Dataset: "levels", Target: "m"}, {Column: "next", Dataset: "marks", Target: "id"},
	}}
	in := &release.Release{}
	for _, d := range []struct {
		id     string
		schema dataset.Schema
		rows   [][]string
	}{
		{"levels", levels, [][]string{{"2.50"}, {"7"}}},
		{"marks", marks, [][]string{{"1", "2.5", "2.5", "2.0"}, {"2", "7.0", "7", "3"}, {"3", "", "2.50", ""}}},
	} {
		read, err := table.FromRows(d.schema, d.rows)
		if err != nil {
			t.Fatal(err)
		}
		in.Sets = append(in.Sets, release.Set{Dataset: dataset.Dataset{ID: d.id, Schema: d.schema}, Table: read})
	}
	s := query.Subject{Set: &in.Sets[1], In: in}
	for _, r := range query.Relations(s) {
		want := map[string][][]int{"level_record": {{0}, {1}, nil}, "text_record": {{0}, {1}, nil}, "next_record": {{1}, {2}, nil}}[r.Name]
		for row := range want {
			if got := r.Rows(s.Set.Table, row); !slices.Equal(got, want[row]) {
				t.Errorf("%s of row %d leads to %v, want %v", r.Name, row, got, want[row])
			}
		}
	}
	for raw, want := range map[string][]string{"level_record.m=2.5": {"1"}, "text_record.m=2.5": {"1"}, "next_record.id=2": {"1"}, "level_record.m=7": {"2"}} {
		if got := keys(t, s, parsed(t, s, raw)); !slices.Equal(got, want) {
			t.Errorf("%s finds %q, want %q", raw, got, want)
		}
	}
}
