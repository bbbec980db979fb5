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

// firstWord is a word of the first vision.
func firstWord(t *testing.T, h http.Handler) string {
	t.Helper()
	first := rows(t, ask(t, h, "/api/v1/hopes?limit=1&fields=text"))[0]
	_, text, _ := strings.Cut(first, `:"`)
	return url.QueryEscape(string([]rune(text)[:2]))
}
