package api_test

import (
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/release"
)

// question asks for a pending release, and in the same words for one that does
// not exist.
type question struct{ name, pending, unknown string }

// secretive is a timeline whose release 3 is pending, with questions about it
// and about release 4, which is not.
func secretive(tb testing.TB) (*timeline, []question) {
	tb.Helper()
	tl := newTimeline(tb)
	tl.publish(release.Correction, "", edit{"goals", goalTitle, newTitle})
	secret := tl.propose(release.Correction, secretNote, tl.now().Add(48*time.Hour), edit{"goals", newTitle, secretTitle})
	tl.refresh()
	at := func(t time.Time) string {
		return "/api/v1/goals?as_of=" + url.QueryEscape(t.Format(time.RFC3339))
	}
	questions := []question{{"as_of", at(secret.Effective), at(secret.Effective.Add(24 * time.Hour))}}
	for _, path := range []string{
		"/api/v1/goals?release=N", "/api/v1/plan?release=N", "/files/022039_digital_goals.csv?release=N", "/api/v1/releases/N", "/releases/N", "/releases/N/manifest.json",
		"/releases/N/files/022039_digital_goals.csv", "/api/v1/diff?from=1&to=N", "/api/v1/diff?from=N&to=1",
	} {
		questions = append(questions, question{path, strings.Replace(path, "N", "3", 1), strings.Replace(path, "N", "4", 1)})
	}
	words := [2]string{url.QueryEscape(secretTitle), url.QueryEscape("無用の題名")} // equally long
	for _, path := range []string{"/api/v1/goals?title=", "/api/v1/timemap?url=/api/v1/goals/"} {
		questions = append(questions, question{path, path + words[0], path + words[1]})
	}
	return tl, questions
}

// What costs the same cannot be told apart by its cost: a request for a pending
// release does exactly the work of one for a release that does not exist.
func TestAPendingReleaseCostsWhatNoneCosts(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector empties pools at random: allocations cannot be counted")
	}
	tl, questions := secretive(t)
	cost := func(target string) float64 {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, http.NoBody)
		least := math.Inf(1)
		for range 50 {
			least = min(least, testing.AllocsPerRun(1, func() { tl.ServeHTTP(httptest.NewRecorder(), r.Clone(t.Context())) }))
		}
		return least
	}
	for _, q := range questions {
		if pending, unknown := cost(q.pending), cost(q.unknown); pending != unknown {
			t.Errorf("%s: %.0f allocations for what is pending, %.0f for what does not exist", q.name, pending, unknown)
		}
	}
}

// BenchmarkEmbargo measures whether a pending release can be found by the time
// that an answer takes: it asks for it and for one that does not exist in turn,
// and compares the medians. Run it with -benchtime=20000x.
func BenchmarkEmbargo(b *testing.B) {
	tl, questions := secretive(b)
	for _, q := range questions {
		b.Run(q.name, func(b *testing.B) {
			times := make(map[string][]time.Duration)
			ask := func(target string) {
				r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, target, http.NoBody)
				w := httptest.NewRecorder()
				begin := time.Now()
				tl.ServeHTTP(w, r)
				times[target] = append(times[target], time.Since(begin))
			}
			for i := 0; b.Loop(); i++ {
				pair := []string{q.pending, q.unknown}
				if i%2 == 1 { // neither always profits from the other
					slices.Reverse(pair)
				}
				ask(pair[0])
				ask(pair[1])
			}
			pending, unknown := median(times[q.pending]), median(times[q.unknown])
			b.ReportMetric(float64(pending.Nanoseconds()), "ns/pending")
			b.ReportMetric(float64(unknown.Nanoseconds()), "ns/unknown")
			b.ReportMetric(100*float64(pending-unknown)/float64(unknown), "%difference")
		})
	}
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
