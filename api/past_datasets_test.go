package api_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// What a release answered while it was current and held whole, it answers when it
// is past and no more of it is loaded than an address needs.
func TestAPastReleaseAnswersAsItDidWhenItWasCurrent(t *testing.T) {
	tl := newTimeline(t)
	var paths []string
	for _, src := range tl.sources {
		base := "/api/v1/datasets/" + src.Dataset.ID
		paths = append(paths, base, base+"/schema", base+"/records?limit=3",
			"/files/"+src.Dataset.File+".csv", "/files/"+src.Dataset.File+"-ja.csv", "/files/"+src.Dataset.File+".json")
	}
	for _, path := range []string{"goals", "goals/g-1", "policies?expand=goal", "initiatives?policy.goal_id.eq=g-3", "initiatives/72", "initiatives?expand=policy.goal&limit=2", "indicators", "indicators/ind-1"} {
		paths = append(paths, "/api/v1/"+path)
	}
	before := make(map[string]string)
	for _, path := range paths {
		res := ask(t, tl, withRelease(path))
		before[path] = res.Header().Get("ETag") + res.Body.String()
		if res.Code != http.StatusOK {
			t.Errorf("%s: %s", path, res.Body)
		}
	}
	tl.publish(release.Correction, "", edit{"initiatives", initiativeTitle, "データの公開"}, edit{"goals", goalTitle, newTitle})
	tl.restart()
	for _, path := range paths {
		res := ask(t, tl, withRelease(path))
		if got := res.Header().Get("ETag") + res.Body.String(); got != before[path] {
			t.Errorf("%s: %d\n%s\nbefore\n%s", path, res.Code, got, before[path])
		}
	}
}

// restart begins with a cache that has read nothing but the current release.
func (tl *timeline) restart() {
	tl.tb.Helper()
	cache, err := releasecache.New(tl.tb.Context(), tl.repo, tl.now())
	if err != nil {
		tl.tb.Fatal(err)
	}
	tl.cache = cache
	tl.Handler = tl.replica()
}

// reads counts the objects that are read.
type reads struct {
	store.Store
	n atomic.Int64
}

func (r *reads) Get(ctx context.Context, name string) ([]byte, error) {
	r.n.Add(1)
	return r.Store.Get(ctx, name)
}

// A file of a past release needs nothing of its other datasets.
func TestAPastFileNeedsNoOtherDataset(t *testing.T) {
	s := &reads{Store: ledgertest.NewMemory()}
	tl := newTimelineIn(t, s)
	tl.publish(release.Correction, "", edit{"goals", goalTitle, newTitle}, edit{"observations", firstRow, secondRow})
	for _, target := range []string{
		"/releases/1/files/022039_digital_goals.csv", "/releases/1/files/022039_digital_goals.schema.json", "/releases/1/files/022039_digital_goals-ja-bom.csv",
		"/files/022039_digital_goals.xlsx?release=1", "/files/022039_digital_goals.json?as_of=" + release.Embedded().Effective.Format(time.DateOnly), "/api/v1/goals?release=1",
	} {
		tl.restart()
		s.n.Store(0)
		if w := ask(t, tl, target); w.Code != http.StatusOK {
			t.Errorf("%s: %d\n%s", target, w.Code, w.Body)
		}
		if n := s.n.Load(); n > 2 { // its file and its schema; what it refers to has not changed
			t.Errorf("%s reads %d objects", target, n)
		}
	}
}

// withRelease asks for the first release.
func withRelease(path string) string {
	if strings.Contains(path, "?") {
		return path + "&release=1"
	}
	return path + "?release=1"
}

func TestWhatAPastReleaseDoesNotHaveIsToldFromAllThatItHas(t *testing.T) {
	tl := newTimeline(t)
	tl.publish(release.Correction, "", edit{"goals", goalTitle, newTitle})
	for _, path := range []string{"/api/v1/datasets/goalz", "/api/v1/datasets/goalz/records", "/api/v1/goals/g-9"} {
		res := ask(t, tl, withRelease(path))
		if res.Code != http.StatusNotFound || !strings.Contains(res.Body.String(), "g-1") && !strings.Contains(res.Body.String(), "goals") {
			t.Errorf("%s: %d %s", path, res.Code, res.Body)
		}
	}
}
