package api_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fixture/crossing"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/problems"
	"hachinohe.example/opendata/internal/release"
)

// withOwn is the built-in release with datasets of the city's own.
func withOwn(tb testing.TB, files fstest.MapFS) *release.Release {
	tb.Helper()
	rel := ledgertest.Built(tb, files)
	return rel
}

// What is too large is a problem, with a way that leads out; that way is open.
func TestWhatIsTooLargeIsRefusedWithAWayOut(t *testing.T) {
	h := serving(t, withOwn(t, crossing.Files(30, 200)))
	const routes = "/api/v1/datasets/routes/records"
	for _, c := range []struct{ name, target, detail, out string }{
		{"a page", routes + "?expand=stops.routes", "the response is too large (at most 16 MB)", routes + "?limit=3&expand=stops.routes"},
		{"a stream", routes + ".ndjson?id=r-002&expand=stops.routes.stops", "one row is too large with the rows that expand puts into it (at most 16 MB)", routes + ".ndjson?expand=stops"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, h, c.target)
			if out := ask(t, h, c.out); out.Code != http.StatusOK {
				t.Errorf("the way out: %d %.300s", out.Code, out.Body)
			}
			var p problems.Problem
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusRequestEntityTooLarge || p.DetailEn != c.detail || len(p.Fixes) != 1 || p.Detail == "" {
				t.Errorf("%v %d %.300s", err, w.Code, w.Body)
			}
			if w.Header().Get("Cache-Control") != "no-cache" || w.Header().Get("ETag") != "" {
				t.Errorf("%v", w.Header())
			}
		})
	}
}

// A row that is too long behind others that were sent cuts the connection.
func TestARowThatExpandMakesTooLongCutsTheStream(t *testing.T) {
	server := httptest.NewServer(serving(t, withOwn(t, crossing.Files(30, 200))))
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/api/v1/datasets/routes/records.ndjson?expand=stops.routes.stops", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	w, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Body.Close()
	sent, err := io.Copy(io.Discard, w.Body)
	if w.StatusCode != http.StatusOK || !errors.Is(err, io.ErrUnexpectedEOF) || sent <= delivery.MaxKeptBody || sent > 16<<20 {
		t.Errorf("%d, %d bytes, then %v", w.StatusCode, sent, err)
	}
}

// Whoever admits a response is told what it takes: how many rows are looked at,
// and what a stream holds.
func TestRowsSayWhatTheyTake(t *testing.T) {
	rel := withOwn(t, crossing.Files(2, 5))
	set, _ := rel.Set("routes")
	for raw, want := range map[string][2]int{
		"expand=stops": {2 + 5, 0}, "format=ndjson&expand=stops": {2 + 5, 16 << 20}, "format=csv&sort=-id": {2, 16}, "format=csv": {2, 0},
	} {
		reach, memory, err := api.WorkOfRows(t.Context(), rel, set, raw)
		if err != nil || reach != want[0] || memory != want[1] {
			t.Errorf("%s: %d rows, %d bytes, %v; want %v", raw, reach, memory, err, want)
		}
	}
}
