package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/release"
)

// longLog is storied with a cancelled release 6, its cancellation 7 and a pending
// release 8.
func longLog(t *testing.T) *timeline {
	t.Helper()
	tl := storied(t)
	tl.propose(release.Correction, "", tl.now().Add(time.Hour), edit{"goals", newTitle, secretTitle})
	if _, err := tl.repo.Cancel(t.Context(), 6, "集計の遅れ", tl.now); err != nil {
		t.Fatal(err)
	}
	tl.propose(release.Correction, "", tl.now().Add(2*time.Hour), edit{"goals", secretTitle, "極秘"})
	tl.refresh()
	return tl
}

// nextOf is the address of the next page, empty on the last.
func nextOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	for _, l := range parseLinks(t, strings.Join(w.Header().Values("Link"), ", ")) {
		if l.values["rel"] == "next" {
			return local(t, l.target)
		}
	}
	return ""
}

// numbersOf are the numbers of the log that a page tells.
func numbersOf(a api.ReleasesAnswer) (numbers []int) {
	for _, r := range a.Results {
		numbers = append(numbers, r.Number)
	}
	for _, e := range a.Calendar {
		numbers = append(numbers, e.Number)
	}
	return numbers
}

// What is published during a walk changes nothing of what is still to come.
func TestAWalkThroughTheReleasesTellsEachNumberOnce(t *testing.T) {
	tl := longLog(t)
	var walked []int
	pages := 0
	for target := "/api/v1/releases?limit=2"; target != ""; pages++ {
		w := ask(t, tl, target)
		page := into[api.ReleasesAnswer](t, w)
		if len(page.Results) > 2 || len(page.Calendar) > 2 || page.Metadata.ResultSet.Count < 5 || *page.Metadata.ResultSet.Limit != 2 {
			t.Errorf("%s: %+v", target, page.Metadata)
		}
		if first := page.Metadata.ResultSet.Offset != nil; first != (pages == 0) {
			t.Errorf("%s: the offset is %v", target, page.Metadata.ResultSet.Offset)
		}
		walked = append(walked, numbersOf(page)...)
		target = nextOf(t, w)
		if next := page.Metadata.ResultSet.Next; (next == nil) != (target == "") || next != nil && !strings.Contains(target, url.QueryEscape(*next)) {
			t.Errorf("next is %v, the link %s", next, target)
		}
		if pages == 0 {
			tl.seconds.Add(3 * 3600)
			tl.refresh() // release 8 takes effect
		}
	}
	slices.Sort(walked)
	if !slices.Equal(walked, []int{1, 2, 3, 4, 5, 6, 7, 8}) || pages < 3 {
		t.Errorf("%d pages tell %v", pages, walked)
	}
	if whole := ask(t, tl, "/api/v1/releases"); nextOf(t, whole) != "" || len(numbersOf(into[api.ReleasesAnswer](t, whole))) != 8 {
		t.Errorf("the whole is not on one page: %s", whole.Body)
	}
}

func TestThePageOfReleasesGoesOnLikeTheList(t *testing.T) {
	tl := longLog(t)
	next := nextOf(t, ask(t, tl, "/api/v1/releases?limit=3"))
	cursor, _, _ := strings.Cut(strings.TrimPrefix(next, "/api/v1/releases?cursor="), "&")
	w := ask(t, tl, "/releases?cursor="+cursor)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `href="/releases/1"`) || strings.Contains(w.Body.String(), "/releases/7/manifest.json") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestPagesOfTheDatasetsAreTheWhole(t *testing.T) {
	h := service(t)
	ids := func(a api.DatasetsAnswer) (list []string) {
		for _, d := range a.Results {
			list = append(list, d.ID)
		}
		return list
	}
	whole := ask(t, h, "/api/v1/datasets")
	all := ids(into[api.DatasetsAnswer](t, whole))
	if nextOf(t, whole) != "" || len(all) < 10 {
		t.Fatalf("%d datasets on the first page", len(all))
	}
	for _, begin := range []string{"/api/v1/datasets?limit=5", "/api/v1/datasets?limit=1000"} {
		var walked []string
		for target := begin; target != ""; {
			w := ask(t, h, target)
			walked = append(walked, ids(into[api.DatasetsAnswer](t, w))...)
			target = nextOf(t, w)
		}
		if !slices.Equal(walked, all) {
			t.Errorf("%s: %v, want %v", begin, walked, all)
		}
	}
	if some := ids(into[api.DatasetsAnswer](t, ask(t, h, "/api/v1/datasets?limit=2&offset=3"))); !slices.Equal(some, all[3:5]) {
		t.Errorf("from the fourth: %v", some)
	}
}

// A time map of several pages leads from each to the next by links that say from
// when on it is (RFC 7089).
func TestPagesOfATimemapAreTheWhole(t *testing.T) {
	tl := changing(t)
	var releases []int
	pages := 0
	begin := "/api/v1/timemap?limit=3&url=/api/v1/goals"
	for target := begin; target != ""; pages++ {
		w := ask(t, tl, target)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", target, w.Code, w.Body)
		}
		target = ""
		for _, l := range parseLinks(t, w.Body.String()) {
			u, err := url.Parse(l.target)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case l.values["rel"] == "timemap" && l.values["from"] != "":
				target = local(t, l.target)
			case strings.Contains(l.values["rel"], "memento"):
				releases = append(releases, len(releases)+1)
				if u.Query().Get("release") != string(rune('0'+len(releases))) {
					t.Errorf("memento %d is %s", len(releases), l.target)
				}
			}
		}
	}
	if pages != 3 || len(releases) != 7 {
		t.Errorf("%d pages of %d states", pages, len(releases))
	}
}

func TestCursorsOfOtherListsAreRefused(t *testing.T) {
	tl := longLog(t)
	cursor := func(target string) string {
		u, err := url.Parse(nextOf(t, ask(t, tl, target)))
		if err != nil {
			t.Fatal(err)
		}
		return u.Query().Get("cursor")
	}
	ofLog, ofDatasets := cursor("/api/v1/releases?limit=2"), cursor("/api/v1/datasets?limit=2")
	for _, target := range []string{
		"/api/v1/releases?cursor=" + ofDatasets, "/releases?cursor=" + ofDatasets, "/api/v1/datasets?cursor=" + ofLog,
		"/api/v1/timemap?url=/api/v1/goals&cursor=" + ofLog, "/api/v1/releases?cursor=x", "/releases?cursor=x", "/api/v1/goals?cursor=" + ofLog,
		"/api/v1/datasets?offset=1&cursor=" + ofDatasets, "/api/v1/releases?offset=1", "/api/v1/releases?limit=0", "/api/v1/releases?release=1",
	} {
		if w := ask(t, tl, target); w.Code != http.StatusBadRequest && w.Code != http.StatusNotFound {
			t.Errorf("%s: %d %s", target, w.Code, w.Body)
		}
	}
}
