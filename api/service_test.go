package api_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

const testBase = "http://opendata.test"

// embedded builds the release that is built into the program.
func embedded(tb testing.TB) *release.Release {
	tb.Helper()
	return ledgertest.EmbeddedRelease(tb)
}

// fixed is a cache with one release.
func fixed(tb testing.TB, rel *release.Release) *releasecache.Cache {
	tb.Helper()
	cache, err := releasecache.Fixed(rel)
	if err != nil {
		tb.Fatal(err)
	}
	return cache
}

func testConfig(log io.Writer) api.Config {
	return api.Config{
		BaseURL: testBase, Build: "test", Log: slog.New(slog.NewJSONHandler(log, nil)),
		Now: func() time.Time { return release.Embedded().Effective.Add(time.Hour) }, NewID: func() string { return "fresh-id" },
	}
}

// service is the whole service over the embedded release.
func service(tb testing.TB) http.Handler {
	tb.Helper()
	h, err := api.New(testConfig(io.Discard), fixed(tb, embedded(tb)))
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// ask answers a GET without a network. Headers are pairs of name and value.
func ask(tb testing.TB, h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	tb.Helper()
	r := httptest.NewRequestWithContext(tb.Context(), http.MethodGet, target, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// rows are the results of an answer, each as it is written.
func rows(tb testing.TB, w *httptest.ResponseRecorder) []string {
	tb.Helper()
	var body struct{ Results []json.RawMessage }
	if err := json.Unmarshal(w.Body.Bytes(), &body); w.Code != http.StatusOK || err != nil {
		tb.Fatalf("%d %v\n%s", w.Code, err, w.Body)
	}
	out := make([]string, 0, len(body.Results))
	for _, r := range body.Results {
		out = append(out, string(r))
	}
	return out
}

// wholeList is all rows of a list, of which a page holds 1,000 at most.
func wholeList(tb testing.TB, h http.Handler, target string) (all []string) {
	tb.Helper()
	for target += "&limit=1000"; target != ""; {
		w := ask(tb, h, target)
		all, target = append(all, rows(tb, w)...), next(w)
	}
	return all
}

// next is the link to the next page, empty if there is none.
func next(w *httptest.ResponseRecorder) string {
	for _, link := range w.Header().Values("Link") {
		if target, ok := strings.CutSuffix(link, `>; rel="next"`); ok {
			return strings.TrimPrefix(target, "<"+testBase)
		}
	}
	return ""
}

// recordPaths lists every address that answers with rows.
func recordPaths(rel *release.Release) []string {
	paths := []string{
		"/api/v1/goals", "/api/v1/policies", "/api/v1/initiatives", "/api/v1/indicators",
		"/api/v1/indicators/ind-1/observations", "/api/v1/indicators/ind-2/observations", "/api/v1/indicators/ind-3/observations",
	}
	for _, set := range rel.Sets {
		paths = append(paths, "/api/v1/datasets/"+set.ID+"/records")
	}
	return paths
}
