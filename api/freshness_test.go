package api_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/release"
)

// Freshness is judged today, although nothing is published in the meantime: the
// same words get another answer, and another ETag, on another day.
func TestFreshnessIsJudgedToday(t *testing.T) {
	tl := newTimeline(t)
	const target = "/api/v1/freshness"
	judged := func(query string) (day, tag string) {
		t.Helper()
		w := ask(t, tl, target+query)
		a := into[api.FreshnessAnswer](t, w)
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-cache" || len(a.Results) != a.Metadata.ResultSet.Count {
			t.Fatalf("%s: %d %s", query, w.Code, w.Body)
		}
		return a.Results[0].JudgedOn, w.Header().Get("ETag")
	}
	first := tl.now().In(release.Japan()).Format(time.DateOnly)
	day, tag := judged("")
	if day != first {
		t.Errorf("judged on %s, not on %s", day, first)
	}
	if w := ask(t, tl, target, "If-None-Match", tag); w.Code != http.StatusNotModified {
		t.Errorf("on the same day: %d", w.Code)
	}
	tl.seconds.Add(24 * 3600)
	if next, other := judged(""); next <= day || other == tag {
		t.Errorf("a day later it is judged on %s, with the ETag %s", next, other)
	}
	if w := ask(t, tl, target, "If-None-Match", tag); w.Code != http.StatusOK {
		t.Errorf("on another day: %d", w.Code)
	}
	for _, query := range []string{"?release=1", "?as_of=" + first} {
		if day, _ := judged(query); day != first {
			t.Errorf("%s: judged on %s", query, day)
		}
	}
}

// A withdrawn file is as if it had not been: a release that goes back to what was
// before it changed nothing. It is said at once, under another ETag.
func TestFreshnessAfterAWithdrawal(t *testing.T) {
	tl := newTimeline(t)
	tl.publish(release.Correction, "", edit{"goals", goalTitle, newTitle})
	tl.publish(release.Correction, "", edit{"goals", newTitle, goalTitle})
	changed := func() (number int, tag string) {
		t.Helper()
		w := ask(t, tl, "/api/v1/freshness")
		for _, e := range into[api.FreshnessAnswer](t, w).Results {
			if e.Kind == "dataset" && e.ID == "goals" {
				return e.LastChanged.Number, w.Header().Get("ETag")
			}
		}
		t.Fatal(w.Body)
		return 0, ""
	}
	before, tag := changed()
	tl.withdraw(2, "022039_digital_goals.csv")
	if after, other := changed(); before != 3 || after != 1 || other == tag {
		t.Errorf("changed in release %d, then in %d; ETags %s and %s", before, after, tag, other)
	}
}

// The fictional sample is in no list of datasets, nor in this one.
func TestFreshnessLeavesOutTheSample(t *testing.T) {
	if w := ask(t, withSample(t), "/api/v1/freshness"); strings.Contains(w.Body.String(), `"sample`) {
		t.Errorf("%s", w.Body)
	}
}

// What is scheduled is known by its number and instant, and at once.
func TestFreshnessNamesTheReleaseThatIsScheduledNext(t *testing.T) {
	tl := newTimeline(t)
	if w := ask(t, tl, "/api/v1/freshness"); !strings.Contains(w.Body.String(), `"next_release":null`) {
		t.Errorf("before: %s", w.Body)
	}
	at := tl.now().Add(time.Hour)
	tl.propose(release.Correction, "", at, edit{"goals", goalTitle, newTitle})
	tl.refresh()
	a := into[api.FreshnessAnswer](t, ask(t, tl, "/api/v1/freshness"))
	for _, e := range a.Results {
		if e.NextRelease == nil || e.NextRelease.Number != 2 || e.NextRelease.Effective != release.FormatInstant(at) {
			t.Fatalf("%s %s: %+v", e.Kind, e.ID, e.NextRelease)
		}
	}
}
