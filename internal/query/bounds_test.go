package query_test

import (
	"errors"
	"fmt"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Conditions along relations hold the keys of what they find: of a large dataset
// only so many.
func TestConditionsAlongRelationsHoldSoManyKeys(t *testing.T) {
	id := dataset.Column{Name: "id", Title: lang.T("番号", "Number"), Type: dataset.String}
	things := make([][]string, 60_000)
	for i := range things {
		things[i] = []string{fmt.Sprintf("t-%05d", i)}
	}
	set := func(name string, s dataset.Schema, rows [][]string) release.Set {
		read, err := table.FromRows(s, rows)
		if err != nil {
			t.Fatal(err)
		}
		return release.Set{Dataset: dataset.Dataset{ID: name, Schema: s}, Table: read}
	}
	key := []string{"id"}
	to := dataset.Column{Name: "thing_id", Title: lang.T("物", "Thing"), Type: dataset.String}
	rel := &release.Release{Sets: []release.Set{
		set("things", dataset.Schema{Columns: []dataset.Column{id}, Key: key, Order: key}, things),
		set("links", dataset.Schema{Columns: []dataset.Column{id, to}, Key: key, Order: key, References: []dataset.Reference{{Column: "thing_id", Dataset: "things", Target: "id"}}}, [][]string{{"l-1", "t-00007"}}),
	}}
	s := query.Subject{Set: &rel.Sets[1], In: rel}
	if rows, err := parsed(t, s, "thing.id.ge=t-00001").Rows(t.Context(), s.Set.Table); err != nil || len(rows.Filters) != 1 {
		t.Errorf("%+v, %v", rows.Filters, err)
	}
	_, err := parsed(t, s, "thing.id.ge=t-00001&or=thing.id.ne=t-00002|thing.id=t-00003").Rows(t.Context(), s.Set.Table)
	wrong, ok := errors.AsType[*fault.Error](err)
	if !ok || wrong.Kind != fault.TooLarge {
		t.Fatalf("got %v", err)
	}
	golden(t, "too_large", told(wrong))
}
