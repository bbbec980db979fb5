package api_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/plan"
)

// A resource is one row of the table: with it come a list, records, formats, time
// maps, and the addresses of search results.
func TestAMadeUpResourceIsFoundEverywhere(t *testing.T) {
	h, err := api.WithResource(testConfig(io.Discard), fixed(t, embedded(t)), plan.Resource{Path: "hopes", Dataset: "visions"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, has string }{
		{"/api/v1/hopes", `"type":"visions"`},
		{"/api/v1/hopes.csv?sort=-id", "id,"},
		{"/api/v1/hopes?limit=1", `/api/v1/hopes.json?cursor=`},
		{"/api/v1/hopes/v-1", `/api/v1/hopes/v-1?release=1`},
		{"/api/v1/hopes/v-1.csv", "v-1,"},
		{"/api/v1/timemap?url=/api/v1/hopes", `</api/v1/hopes>`},
		{"/api/v1/timemap?url=/api/v1/hopes/v-2", `/api/v1/hopes/v-2?release=1>; rel="first last memento"`},
		{"/api/v1/search?dataset=visions&q=" + firstWord(t, h), `/api/v1/hopes/v-`},
	} {
		w := ask(t, h, c.path)
		all := w.Body.String() + strings.Join(w.Header().Values("Link"), "\n")
		if w.Code != http.StatusOK || !strings.Contains(strings.ReplaceAll(all, testBase, ""), c.has) {
			t.Errorf("%s: %d, no %s in %.600s", c.path, w.Code, c.has, all)
		}
	}
	for path, near := range map[string]string{"/api/v1/hopes/v-9": "v-1", "/api/v1/hope": "/api/v1/hopes", "/api/v1/timemap?url=/api/v1/hopes/v-9": "v-1"} {
		if w := ask(t, h, path); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), near) {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// A series is part of the row of its resource: with it come the rows of each
// record, formats, time maps, pages and every version.
func TestAMadeUpSeriesIsFoundEverywhere(t *testing.T) {
	h, err := api.WithResource(testConfig(io.Discard), fixed(t, embedded(t)), plan.Resource{
		Path: "aims", Dataset: "goals", Series: plan.Series{Path: "measures", Dataset: "policies", Parent: "goal_id"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, has string }{
		{"/api/v1/aims/g-1/measures", `"count":5,`},
		{"/api/v1/aims/g-3/measures.csv?fields=id", "p-3-2"},
		{"/api/v1/aims/g-1/measures?limit=2", `/api/v1/aims/g-1/measures.json?cursor=`},
		{"/api/v1/aims/g-1/measures?include_history=true", `"valid_from_release":1`},
		{"/api/v1/timemap?url=/api/v1/aims/g-1/measures", `/api/v1/aims/g-1/measures?release=1>; rel="first last memento"`},
	} {
		w := ask(t, h, c.path)
		all := w.Body.String() + strings.Join(w.Header().Values("Link"), "\n")
		if w.Code != http.StatusOK || !strings.Contains(strings.ReplaceAll(all, testBase, ""), c.has) {
			t.Errorf("%s: %d, no %s in %.600s", c.path, w.Code, c.has, all)
		}
	}
	for path, status := range map[string]int{
		"/api/v1/aims/g-9/measures": http.StatusNotFound, "/api/v1/hopes/v-1/measures": http.StatusNotFound,
		"/api/v1/aims/g-1/measures?since=2022-01-01": http.StatusBadRequest,
	} {
		if w := ask(t, h, path); w.Code != status {
			t.Errorf("%s: %d, want %d", path, w.Code, status)
		}
	}
}

// firstWord is a word of the first vision.
func firstWord(t *testing.T, h http.Handler) string {
	t.Helper()
	first := rows(t, ask(t, h, "/api/v1/hopes?limit=1&fields=text"))[0]
	_, text, _ := strings.Cut(first, `:"`)
	return url.QueryEscape(string([]rune(text)[:2]))
}
