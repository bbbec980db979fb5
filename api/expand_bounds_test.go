package api_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/release"
)

// crossing is routes and stops that all refer to each other, but for the first
// route, which stops nowhere, and the second, which stops five times.
func crossing(tb testing.TB, routes, stops int) *release.Release {
	tb.Helper()
	lists := make([][]string, routes)
	for i := range lists {
		lists[i] = named("s", stops)
	}
	lists[0], lists[1] = nil, lists[1][:5]
	files := make(fstest.MapFS)
	refer(files, "routes", "stop_ids", "stops", named("r", routes), lists)
	refer(files, "stops", "route_ids", "routes", named("s", stops), slices.Repeat([][]string{named("r", routes)}, stops))
	return withOwn(tb, files)
}

// named makes identifiers that begin with a letter.
func named(letter string, n int) []string {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = fmt.Sprintf("%s-%03d", letter, i)
	}
	return ids
}

// refer writes a dataset of rows that refer to lists of others.
func refer(files fstest.MapFS, name, column, to string, ids []string, lists [][]string) {
	var rows strings.Builder
	rows.WriteString("id," + column + "\n")
	for i, id := range ids {
		rows.WriteString(id + "," + strings.Join(lists[i], ";") + "\n")
	}
	files[name+".csv"] = &fstest.MapFile{Data: []byte(rows.String())}
	files[name+".schema.json"] = &fstest.MapFile{Data: fmt.Appendf(nil, `{"title": "見本", "primaryKey": ["id"],
		"fields": [{"name": "id", "title": "ID"}, {"name": %q, "title": "参照", "type": "list"}],
		"foreignKeys": [{"fields": [%q], "reference": {"resource": %q, "fields": ["id"]}}]}`, column, column, to)}
}

// Rows that would hold hundreds of megabytes, out of tables that have some
// kilobytes, are refused when they are too long and not when they are made; the
// advice is about what makes them long, and leads out.
func TestWhatExpandMakesTooLargeIsRefusedInTime(t *testing.T) {
	if testing.Short() {
		t.Skip("builds responses over the limits")
	}
	h := serving(t, crossing(t, 30, 200))
	const routes, one = "/api/v1/datasets/routes/records", "one row is too large with the rows that expand puts into it (at most 16 MB)"
	const fewer = "use fewer or shallower relations in expand, or query the datasets that they refer to separately"
	for _, c := range []struct{ name, target, detail, fix, out string }{
		{"one row", routes + "?id=r-002&expand=stops.routes.stops", one, fewer, routes + "?id=r-002&expand=stops.routes"},
		{"the first row of many", routes + "?sort=-id&expand=stops.routes.stops", one, fewer, routes + "?sort=-id&expand=stops"},
		{
			"several rows", routes + "?expand=stops.routes", "the response is too large (at most 16 MB)",
			"request fewer rows (limit), fewer or shallower relations (expand), or everything with format=ndjson", routes + "?limit=3&expand=stops.routes",
		},
		{"one row as NDJSON", routes + ".ndjson?id=r-002&expand=stops.routes.stops", one, fewer, "/api/v1/datasets/stops/records.ndjson?route_ids=r-002"},
		{"a row as NDJSON behind a short one", routes + ".ndjson?id.in=r-000,r-002&expand=stops.routes.stops", one, fewer, routes + ".ndjson?expand=stops"},
		{"a page as NDJSON", routes + ".ndjson?limit=2&offset=2&expand=stops.routes.stops", one, fewer, routes + ".ndjson?limit=2&expand=stops.routes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			made := allocated()
			w := ask(t, h, c.target)
			if made = allocated() - made; made > 256<<20 {
				t.Errorf("%d bytes are made", made)
			}
			var p api.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusRequestEntityTooLarge || p.DetailEn != c.detail || p.Detail == "" {
				t.Fatalf("%v %d %.300s", err, w.Code, w.Body)
			}
			if len(p.Fixes) != 1 || p.Fixes[0].DetailEn != c.fix || p.Fixes[0].Detail == "" {
				t.Errorf("%+v", p.Fixes)
			}
			if out := ask(t, h, c.out); out.Code != http.StatusOK {
				t.Errorf("the way out: %d %.300s", out.Code, out.Body)
			}
		})
	}
}

// A row that is too long behind others that were sent cuts the connection.
func TestARowThatExpandMakesTooLongCutsTheStream(t *testing.T) {
	server := httptest.NewServer(serving(t, crossing(t, 30, 200)))
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/api/v1/datasets/routes/records.ndjson?expand=stops.routes.stops", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	made := allocated()
	w, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	sent, err := io.Copy(io.Discard, w.Body)
	if w.StatusCode != http.StatusOK || !errors.Is(err, io.ErrUnexpectedEOF) || sent <= delivery.MaxKeptBody || sent > 16<<20 {
		t.Errorf("%d, %d bytes, then %v", w.StatusCode, sent, err)
	}
	if made = allocated() - made; made > 256<<20 {
		t.Errorf("%d bytes are made for %d that are sent", made, sent)
	}
}

// What an answer holds while its reader takes his time is counted: the numbers of
// the 2 rows, and a row that may take megabytes.
func TestWhatAnswersHoldIsCounted(t *testing.T) {
	rel := crossing(t, 2, 5)
	set, ok := rel.Set("routes")
	if !ok {
		t.Fatal("no routes")
	}
	for raw, want := range map[string]int{
		"format=ndjson": 0, "format=ndjson&expand=stops": 16 << 20, "format=ndjson&expand=stops&offset=1": 16<<20 + 16,
		"format=ndjson&limit=1001": 16, "format=csv&sort=-id": 16, "format=csv": 0,
	} {
		if got, err := api.MemoryOfRows(rel, set, raw); err != nil || got != want {
			t.Errorf("%s: %d, %v", raw, got, err)
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
	rel := crossing(t, 2, 5)
	set, ok := rel.Set("routes")
	if !ok {
		t.Fatal("no routes")
	}
	first := set.Table.Text(set.Table.Index("id"), 0)
	for raw, want := range map[string]int{
		"": 2, "id=" + first: 1, "expand=stops": 2 + 5, "expand=stops.routes": 2 + 5 + 2, "id=" + first + "&stops.id.starts_with=s": 1 + 5,
		"or=stops.id.starts_with=s|id=" + first: 2 + 5,
	} {
		if got, err := api.ReachOfRows(t.Context(), rel, set, raw); err != nil || got != want {
			t.Errorf("%q: %d, %v, want %d", raw, got, err, want)
		}
	}
}
