package api_test

import (
	"net/http"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// What a release answered while it was current and held whole, it answers when it
// is past and no more of it is loaded than an address needs.
func TestAPastReleaseAnswersAsItDidWhenItWasCurrent(t *testing.T) {
	tl := newTimeline(t)
	var paths []string
	for _, src := range tl.sources {
		base := "/api/v1/datasets/" + src.Dataset.ID
		paths = append(paths, base, base+"/schema", base+"/records?limit=3")
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
	cache, err := releasecache.New(t.Context(), tl.repo, tl.now()) // which has read nothing of release 1
	if err != nil {
		t.Fatal(err)
	}
	tl.cache = cache
	tl.Handler = tl.replica()
	for _, path := range paths {
		res := ask(t, tl, withRelease(path))
		if got := res.Header().Get("ETag") + res.Body.String(); got != before[path] {
			t.Errorf("%s: %d\n%s\nbefore\n%s", path, res.Code, got, before[path])
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
