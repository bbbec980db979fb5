package api_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// HEAD has every header of GET. Only that of a list of rows, which runs no query,
// lacks those that depend on the rows.
func TestHeadAnswersLikeGet(t *testing.T) {
	tl := storied(t)
	for _, c := range []struct {
		path string
		rows bool
	}{
		{"/api/v1/releases", false},
		{"/api/v1/releases/2", false},
		{"/releases", false},
		{"/releases/2", false},
		{"/releases/2/manifest.json", false},
		{"/releases/2/files/022039_digital_goals.csv", false},
		{"/api/v1/diff?from=1&to=2", false},
		{"/feed.atom", false},
		{"/releases/99", false},
		{"/api/v1/goals/g-1", false},
		{"/api/v1/goals?limit=1&offset=1&q=デジタル", true},
		{"/api/v1/goals.csv", true},
		{"/api/v1/goals.ndjson?limit=1", true},
		{"/api/v1/indicators/ind-1/observations?include_history=true", true},
		{"/api/v1/datasets/observations/records?group_by=indicator_id", true},
		{"/api/v1/goals?titel=x", false},
	} {
		t.Run(c.path, func(t *testing.T) {
			for _, coding := range []string{"identity", "gzip"} {
				head := httptest.NewRequestWithContext(t.Context(), http.MethodHead, c.path, http.NoBody)
				head.Header.Set("Accept-Encoding", coding)
				w := httptest.NewRecorder()
				tl.ServeHTTP(w, head)
				full := ask(t, tl, c.path, "Accept-Encoding", coding)
				want := full.Header().Clone()
				if c.rows {
					withoutRows(want)
				}
				if w.Code != full.Code || w.Body.Len() != 0 || !maps.EqualFunc(w.Header(), want, slices.Equal) {
					t.Errorf("%s: HEAD %d %v\nwant %d %v", coding, w.Code, w.Header(), full.Code, want)
				}
			}
		})
	}
}

// withoutRows takes out what only the rows of an answer tell.
func withoutRows(h http.Header) {
	h.Del("Content-Length")
	h.Del("Content-Encoding")
	h["Link"] = slices.DeleteFunc(h["Link"], func(link string) bool {
		return slices.ContainsFunc([]string{"first", "prev", "next", "last"}, func(rel string) bool { return strings.HasSuffix(link, `; rel="`+rel+`"`) })
	})
}
