package api_test

import (
	"encoding/base64"
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// HEAD has every header of GET, so that programs learn how much there is to read.
func TestHeadAnswersLikeGet(t *testing.T) {
	tl := storied(t)
	for _, path := range []string{
		"/api/v1/releases",
		"/api/v1/releases/2",
		"/releases",
		"/releases/2",
		"/releases/2/manifest.json",
		"/releases/2/files/022039_digital_goals.csv",
		"/api/v1/diff?from=1&to=2",
		"/feed.atom",
		"/releases/99",
		"/api/v1/goals/g-1",
		"/api/v1/goals?limit=1&offset=1&q=デジタル",
		"/api/v1/goals.csv",
		"/api/v1/goals.ndjson?limit=1",
		"/api/v1/indicators/ind-1/observations?include_history=true",
		"/api/v1/datasets/observations/records?group_by=indicator_id",
		"/api/v1/goals?titel=x",
		"/api/v1/goals?limit=1&cursor=" + beyond(t, tl),
		"/api/v1/timemap?url=/api/v1/goals/g-99",
	} {
		t.Run(path, func(t *testing.T) {
			for _, coding := range []string{"identity", "gzip"} {
				head := httptest.NewRequestWithContext(t.Context(), http.MethodHead, path, http.NoBody)
				head.Header.Set("Accept-Encoding", coding)
				w := httptest.NewRecorder()
				tl.ServeHTTP(w, head)
				full := ask(t, tl, path, "Accept-Encoding", coding)
				if w.Code != full.Code || w.Body.Len() != 0 || !maps.EqualFunc(w.Header(), full.Header(), slices.Equal) {
					t.Errorf("%s: HEAD %d %v\nwant %d %v", coding, w.Code, w.Header(), full.Code, full.Header())
				}
				if full.Code == http.StatusOK && w.Header().Get("Content-Length") == "" {
					t.Errorf("%s: HEAD tells no length", coding)
				}
			}
		})
	}
}

// A condition does not make something of what is not there.
func TestConditionsOfWhatIsNotThere(t *testing.T) {
	tl := storied(t)
	for _, path := range []string{"/api/v1/goals?limit=1&cursor=" + beyond(t, tl), "/api/v1/timemap?url=/api/v1/goals/g-99", "/api/v1/goals/g-99"} {
		want := ask(t, tl, path).Code
		for _, condition := range []string{"If-None-Match", "If-Match"} {
			for _, tag := range []string{"*", `"x"`} {
				if w := ask(t, tl, path, condition, tag); w.Code != want || w.Code < http.StatusBadRequest || w.Header().Get("ETag") != "" {
					t.Errorf("%s with %s: %s is %d %v, want %d", path, condition, tag, w.Code, w.Header(), want)
				}
			}
		}
	}
}

// beyond is a cursor behind the last row, which only looking at the rows tells.
func beyond(t *testing.T, h http.Handler) string {
	t.Helper()
	links := strings.Join(ask(t, h, "/api/v1/goals?limit=1").Header().Values("Link"), "\n")
	next := regexp.MustCompile(`cursor=([^&>]*)`).FindStringSubmatch(links)
	if next == nil {
		t.Fatal(links)
	}
	data, err := base64.RawURLEncoding.DecodeString(next[1])
	if err != nil {
		t.Fatal(err)
	}
	data[2] = 100 // behind version and release: the row
	return base64.RawURLEncoding.EncodeToString(data)
}

// A cache must not answer who asks for another time, or for none, with the problem
// of one time.
func TestProblemsVaryByTheTimeThatIsAskedFor(t *testing.T) {
	tl := storied(t)
	for _, c := range []struct {
		name, target, datetime string
		want                   int
	}{
		{"nothing was published", "/api/v1/goals", "Thu, 01 Jan 1970 00:00:00 GMT", http.StatusNotFound},
		{"no date", "/api/v1/goals", "never", http.StatusBadRequest},
		{"no such record now", "/api/v1/goals/g-9", "", http.StatusNotFound},
		{"no such file then", "/files/022039_none.csv", tl.now().UTC().Format(http.TimeFormat), http.StatusNotFound},
	} {
		headers := []string{"Accept-Datetime", c.datetime}
		if c.datetime == "" {
			headers = nil
		}
		w := ask(t, tl, c.target, headers...)
		if vary := strings.Join(w.Header().Values("Vary"), ", "); w.Code != c.want || !strings.Contains(vary, "Accept-Datetime") || !strings.HasPrefix(vary, "Accept, ") {
			t.Errorf("%s: %d, Vary: %s", c.name, w.Code, vary)
		}
	}
}
