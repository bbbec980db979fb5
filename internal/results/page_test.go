package results_test

import (
	"errors"
	"fmt"
	"math"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/results"
	"hachinohe.example/opendata/internal/table"
)

// A page is its metadata, its rows, and what is counted and marked beside them,
// letter by letter.
func TestPageIsAnEnvelope(t *testing.T) {
	a := ask(t, shelters(t), "shelters", "fields=name,capacity&limit=1&facets=kind&q="+url.QueryEscape("港"), format.JSON())
	body, page, err := a.page(t.Context())
	const want = `{"metadata":{"Count":2,"More":true,"Last":1},"results":[
{"name":"港公民館","capacity":20}
],"facets":{"kind":[{"value":"hall","count":1},{"value":"school","count":1}]},"facets_total":{"kind":2},"highlights":[{"name":"<mark>港</mark>公民館"}]}
`
	if err != nil || body != want || page != (results.Page{Count: 2, More: true, Last: 1}) {
		t.Errorf("%v %+v\n%s", err, page, body)
	}
	if body, _, err = ask(t, shelters(t), "shelters", "id=none", format.JSON()).page(t.Context()); err != nil || body != `{"metadata":{"Count":0,"More":false,"Last":0},"results":[
]}
` {
		t.Errorf("%v\n%s", err, body)
	}
}

// Whether rows follow is known of every page, however the last one is filled.
func TestPagesSayWhetherMoreFollow(t *testing.T) {
	rel := shelters(t)
	for raw, want := range map[string]results.Page{
		"limit=4":                {Count: 5, More: true, Last: 3},
		"limit=5":                {Count: 5},
		"limit=2&offset=2":       {Count: 5, More: true, Last: 3},
		"limit=2&offset=3":       {Count: 5},
		"limit=2&sort=-capacity": {Count: 5, More: true, Last: 3},
		"limit=1&group_by=kind":  {Count: 3, More: true},
		"limit=3&group_by=kind":  {Count: 3},
	} {
		a := ask(t, rel, "shelters", raw, format.JSON())
		d := decode(t, a)
		if d.Metadata != want || len(d.Results) != min(a.Limit, want.Count-a.Offset) {
			t.Errorf("%s: %+v, %d rows", raw, d.Metadata, len(d.Results))
		}
	}
}

// What holds of the rows whatever the query is holds of groups and of what is
// counted, too.
func TestAlsoHoldsOfEverything(t *testing.T) {
	rel := shelters(t)
	for raw, want := range map[string][]any{"fields=kind": {"hall", "hall"}, "group_by=kind": {"hall"}, "facets=name": {"hall", "hall"}} {
		a := ask(t, rel, "shelters", raw, format.JSON())
		kind := ask(t, rel, "shelters", "kind=hall", format.JSON())
		where, err := kind.Rows(t.Context(), kind.set.Table)
		if err != nil {
			t.Fatal(err)
		}
		a.Also = where.Filters
		if d := decode(t, a); !slices.Equal(d.column("kind"), want) || len(d.Facets["name"]) > 2 {
			t.Errorf("%s: %+v", raw, d)
		}
	}
}

// Values are counted in all rows that the conditions leave, whatever the page is:
// those that most rows have come first, equally many in the order of the values.
func TestFacetsCountEveryRow(t *testing.T) {
	d := decode(t, ask(t, shelters(t), "shelters", "limit=1&offset=4&facets=kind&capacity.gt=10", format.JSON()))
	hall, school := "hall", "school"
	want := []results.FacetInfo{{Value: &hall, Count: 2}, {Value: &school, Count: 1}, {Count: 1}}
	if !reflect.DeepEqual(d.Facets["kind"], want) || d.FacetsTotal["kind"] != 3 {
		t.Errorf("%+v", d)
	}
}

// Equally frequent values stand in their order, however many there are.
func TestFacetsOfEquallyFrequentValues(t *testing.T) {
	var twice, once, bodies []string
	for i := range 60 {
		value := fmt.Sprintf("v%02d", i)
		bodies = append(bodies, value)
		if i%3 > 0 {
			once = append(once, value)
			continue
		}
		twice = append(twice, value)
		bodies = append(bodies, value)
	}
	var got []string
	for _, f := range decode(t, ask(t, texts(t, bodies...), "texts", "facets=body", format.JSON())).Facets["body"] {
		got = append(got, *f.Value)
	}
	if !slices.Equal(got, append(twice, once...)) {
		t.Errorf("%v", got)
	}
}

// A cursor goes on behind a row, or behind a group; one of a group that is not
// there is refused.
func TestPagesGoOnBehindARow(t *testing.T) {
	rel := shelters(t)
	for _, raw := range []string{"limit=2", "limit=2&sort=-capacity", "limit=1&group_by=kind", "limit=2&group_by=kind&aggregate=capacity.sum&sort=-capacity_sum"} {
		all := decode(t, ask(t, rel, "shelters", strings.NewReplacer("limit=1", "", "limit=2", "").Replace(raw), format.JSON()))
		var got []map[string]any
		for a := ask(t, rel, "shelters", raw, format.JSON()); ; {
			d := decode(t, a)
			got = append(got, d.Results...)
			if !d.Metadata.More {
				break
			}
			a = ask(t, rel, "shelters", raw+"&cursor="+a.Cursor(rel.Number, d.Metadata.Last), format.JSON())
		}
		if !reflect.DeepEqual(got, all.Results) {
			t.Errorf("%s: %v, want %v", raw, got, all.Results)
		}
	}
	groups := ask(t, rel, "shelters", "group_by=kind", format.JSON())
	a := ask(t, rel, "shelters", "group_by=kind&cursor="+groups.Cursor(rel.Number, 4), format.JSON())
	if _, _, err := a.page(t.Context()); fault.KindOf(err) != fault.Invalid {
		t.Errorf("behind a group that is not there: %v", err)
	}
}

// Of many values the most frequent are listed, and all are counted.
func TestFacetsListTheMostFrequent(t *testing.T) {
	var csv strings.Builder
	csv.WriteString("id,kind\n")
	const kinds = results.MaxFacets + 20
	id := 0
	for kind := range kinds {
		for range kind + 1 {
			fmt.Fprintf(&csv, "r%05d,k%03d\n", id, kind)
			id++
		}
	}
	rel := withOwn(t, fstest.MapFS{"kinds.csv": {Data: []byte(csv.String())}, "kinds.schema.json": {Data: []byte(
		`{"title": "種類", "primaryKey": ["id"], "fields": [{"name": "id", "title": "ID"}, {"name": "kind", "title": "種類"}]}`)}})
	d := decode(t, ask(t, rel, "kinds", "facets=kind", format.JSON()))
	if d.FacetsTotal["kind"] != kinds || len(d.Facets["kind"]) != results.MaxFacets {
		t.Fatalf("%d of %d values", len(d.Facets["kind"]), d.FacetsTotal["kind"])
	}
	for i, f := range d.Facets["kind"] {
		if f.Count != kinds-i || *f.Value != fmt.Sprintf("k%03d", kinds-1-i) {
			t.Fatalf("%d: %s %d", i, *f.Value, f.Count)
		}
	}
}

// One row and results that are made elsewhere stand in the same envelope.
func TestEnvelopesAreAlike(t *testing.T) {
	set, _ := shelters(t).Set("shelters")
	body, err := results.Item(t.Context(), set, 1, map[string]int{"count": 1})
	if err != nil || string(body) != "{\"metadata\":{\"count\":1},\"results\":[\n{\"id\":\"s-2\",\"name\":\"港公民館\",\"kind\":\"hall\",\"capacity\":20}\n]}\n" {
		t.Errorf("%v %s", err, body)
	}
	body, err = results.Envelope("<&>", []byte("[1]"))
	if err != nil || string(body) != "{\"metadata\":\"<&>\",\"results\":[1]}\n" {
		t.Errorf("%v %s", err, body)
	}
	_, pageErr := results.Envelope(math.Inf(1), nil)
	_, itemErr := results.Item(t.Context(), set, 1, math.Inf(1))
	if pageErr == nil || itemErr == nil {
		t.Error("metadata that cannot be written are no failure")
	}
}

// A failure of the table that is no bound passes through as it is.
func TestOtherFailuresStayWhatTheyAre(t *testing.T) {
	a := ask(t, shelters(t), "shelters", "group_by=kind", format.JSON())
	_, _, err := a.page(&fading{t.Context(), 0})
	if err == nil || errors.Is(err, table.ErrTooManyGroups) {
		t.Errorf("%v", err)
	}
}
