package results_test

import (
	"runtime"
	"testing"

	"hachinohe.example/opendata/internal/format"
)

// Rows that would hold hundreds of megabytes, out of tables that have some
// kilobytes, are refused when they are too long and not when they are made; the
// advice is about what makes them long, and leads out.
func TestWhatExpandMakesTooLargeIsRefusedInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("builds responses over the limits")
	}
	rel := crossed(t, 30, 200)
	const one, fewer = "one row is too large with the rows that expand puts into it (at most 16 MB)",
		"use fewer or shallower relations in expand, or query the datasets that they refer to separately"
	pages, lines := format.JSON(), format.NDJSON()
	for _, c := range []struct {
		name                  string
		f                     format.Format
		raw, detail, fix, out string
	}{
		{"one row", pages, "id=r-002&expand=stops.routes.stops", one, fewer, "id=r-002&expand=stops.routes"},
		{"the first row of many", pages, "sort=-id&expand=stops.routes.stops", one, fewer, "sort=-id&expand=stops"},
		{
			"several rows", pages, "expand=stops.routes", "the response is too large (at most 16 MB)",
			"request fewer rows (limit), fewer or shallower relations (expand), or everything with format=ndjson", "limit=3&expand=stops.routes",
		},
		{"one row as NDJSON", lines, "id=r-002&expand=stops.routes.stops", one, fewer, "id=r-002&expand=stops"},
		{"a row as NDJSON behind a short one", lines, "id.in=r-000,r-002&expand=stops.routes.stops", one, fewer, "expand=stops"},
		{"a page as NDJSON", lines, "limit=2&offset=2&expand=stops.routes.stops", one, fewer, "limit=2&expand=stops.routes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			made := allocated()
			err := ask(t, rel, "routes", c.raw, c.f).make(t.Context())
			if made = allocated() - made; made > 256<<20 {
				t.Errorf("%d bytes are made", made)
			}
			refused(t, err, c.detail, c.fix)
			if err := ask(t, rel, "routes", c.out, c.f).make(t.Context()); err != nil {
				t.Errorf("the way out: %v", err)
			}
		})
	}
}

// What an answer holds while its reader takes his time is counted: the numbers of
// the 2 rows, and a row that may take megabytes.
func TestWhatAnswersHoldIsCounted(t *testing.T) {
	rel := crossed(t, 2, 5)
	cursor := "cursor=" + ask(t, rel, "routes", "", format.NDJSON()).Cursor(rel.Number, 0)
	for raw, want := range map[string]int{
		cursor: 16, "": 0, "expand=stops": 16 << 20, "expand=stops.routes&offset=1": 16<<20 + 16, "limit=1000": 0, "limit=1001": 16, "sort=-id": 16, "q=r": 16,
	} {
		a := ask(t, rel, "routes", raw, format.NDJSON())
		if got := a.Memory(a.set.Table); got != want {
			t.Errorf("%s: %d", raw, got)
		}
	}
}

// allocated is how many bytes were ever made: unlike time, it is the same on
// every machine.
func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// What an answer may have to look at is more than the rows that it is about:
// conditions along relations and expand look at others.
func TestReachFollowsRelations(t *testing.T) {
	rel := crossed(t, 2, 5)
	set, ok := rel.Set("routes")
	if !ok {
		t.Fatal("no routes")
	}
	first := set.Table.Text(set.Table.Index("id"), 0)
	for raw, want := range map[string]int{
		"": 2, "id=" + first: 1, "expand=stops": 2 + 5, "expand=stops.routes": 2 + 5 + 2, "id=" + first + "&stops.id.starts_with=s": 1 + 5,
		"or=stops.id.starts_with=s|id=" + first: 2 + 5,
		// A page of rows as they stand looks at no others; all else may look at all.
		"limit=1": 1, "limit=1&offset=1": 2, "limit=1&expand=stops": 1 + 5, "limit=1&sort=id": 2, "limit=1&sort=-id": 2, "limit=1&q=s": 2,
		"limit=1&id.ne=x": 2, "limit=1&group_by=id": 2, "limit=1&distinct=id": 2, "limit=1&facets=id": 2,
	} {
		if got := ask(t, rel, "routes", raw, format.JSON()).Reach(t.Context(), set.Table); got != want {
			t.Errorf("%q: %d, want %d", raw, got, want)
		}
	}
}
