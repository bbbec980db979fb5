package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/release"
)

// TestPreparedResponsesAreTheSame asks for every kind of response in every coding
// and with every sort of condition, of a server that has answered it before and of
// one that has not, while releases take effect and bytes are withdrawn.
func TestPreparedResponsesAreTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("asks for every kind of response many times")
	}
	tl := newTimeline(t, "goals", "policies")
	holdAlike := func(when string) {
		for _, name := range []string{"goals.json", "policies.csv?bom=false&header=ascii", "policies.csv?header=", "policies.csv"} {
			for _, coding := range []string{"", "br"} {
				holdAnswersAlike(t, tl, when, "/files/022039_digital_"+name, coding)
			}
		}
		for _, target := range []string{
			"/", "/releases", "/releases/1", "/releases/1/manifest.json", "/api/v1/releases", "/api/v1/releases/1",
			"/api/v1/goals", "/api/v1/goals?release=1", "/api/v1/goals?as_of=2026-11-22", "/api/v1/policies.csv?limit=2", "/api/v1/policies/p-1-1",
			"/api/v1/diff?from=1&to=2", "/api/v1/timemap?url=/api/v1/goals", "/api/v1/search?q=%E3%83%87%E3%82%B8%E3%82%BF%E3%83%AB",
		} {
			holdAnswersAlike(t, tl, when, target, "")
		}
	}
	holdAlike("at first")
	tl.publish(release.Correction, "", edit{"goals", goalTitle, newTitle})
	holdAlike("after a release")
	tl.seconds.Add(24 * 3600) // and nothing else changes
	tl.refresh()
	holdAnswersAlike(t, tl, "the day after", "/api/v1/goals?as_of=2026-11-22", "")
	pending := tl.propose(release.Correction, "", tl.now().Add(24*time.Hour), edit{"policies", "デジタル", "電子"})
	tl.refresh()
	holdAlike("while a release is pending")
	tl.seconds.Store(pending.Effective.Unix())
	tl.refresh()
	holdAlike("at its instant")
	tl.publish(release.Correction, "", edit{"policies", "電子", "電磁"})
	tl.withdraw(3, "022039_digital_policies.csv")
	holdAlike("after a withdrawal")
}

func holdAnswersAlike(t *testing.T, tl *timeline, when, target, coding string) {
	t.Helper()
	fresh := tl.replica()
	w := httptest.NewRecorder()
	fresh.ServeHTTP(w, asked(t, target, "Accept-Encoding", coding))
	tag := w.Header().Get("ETag")
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, headers := range [][]string{
			nil,
			{"If-None-Match", tag},
			{"If-None-Match", "*"},
			{"If-None-Match", `"other"`},
			{"If-Match", tag},
			{"If-Match", `"other"`},
			{"If-Modified-Since", tl.now().UTC().Format(http.TimeFormat)},
			{"If-Unmodified-Since", time.Unix(0, 0).UTC().Format(http.TimeFormat)},
			{"Range", "bytes=1-5"},
			{"Range", "bytes=999999-"},
			{"Accept-Datetime", tl.now().UTC().Format(http.TimeFormat)},
			{"Accept-Datetime", "never"},
			{"Accept", "image/png"},
			{"Accept", "text/csv"},
			{"Accept", "application/json;q=0.5, text/csv"},
		} {
			headers = append(headers, "Accept-Encoding", coding)
			want := whole(t, tl.replica(), method, target, headers)
			for again := range 3 {
				if got := whole(t, tl, method, target, headers); got != want {
					t.Fatalf("%s: %s %s %q, asked %d times:\n%s\nby a new server:\n%s", when, method, target, headers, again+1, got, want)
				}
			}
		}
	}
}

// whole is an answer with its headers, but for the number of the request.
func whole(t *testing.T, h http.Handler, method, target string, headers []string) string {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	w.Header().Del("X-Request-Id")
	return fmt.Sprintf("%d %q\n%s", w.Code, w.Header(), w.Body)
}
