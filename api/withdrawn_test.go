package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/release"
)

const initiativeTitle = "オープンデータの推進"

// lossy is a timeline of three releases. Of the first, the initiatives are to be
// withdrawn.
func lossy(t *testing.T) *timeline {
	t.Helper()
	tl := newTimeline(t)
	tl.publish(release.Correction, "", edit{"initiatives", initiativeTitle, "データの公開"})
	tl.publish(release.Correction, "", edit{"goals", goalTitle, newTitle})
	return tl
}

func (tl *timeline) withdraw(number int, path string) {
	tl.tb.Helper()
	if _, err := tl.repo.Withdraw(tl.tb.Context(), number, path, "個人情報を含むため", tl.now()); err != nil {
		tl.tb.Fatal(err)
	}
	tl.refresh()
}

func TestNothingIsLeftOutInSilenceAfterAWithdrawal(t *testing.T) {
	tl := lossy(t)
	at := tl.now().Format("2006-01-02T15:04:05-07:00")
	tl.withdraw(1, "022039_digital_initiatives.csv")
	lost := []catalog.WithdrawnInfo{{Release: 1, Dataset: "initiatives", Path: "022039_digital_initiatives.csv", Withdrawn: at, Note: "個人情報を含むため"}}

	plan := ask(t, tl, "/api/v1/plan?release=1")
	if plan.Code != http.StatusGone || !strings.Contains(plan.Body.String(), at) || !strings.Contains(plan.Body.String(), "個人情報を含むため") {
		t.Errorf("the plan of release 1: %d %s", plan.Code, plan.Body)
	}
	if plan := ask(t, tl, "/api/v1/plan?release=2"); plan.Code != http.StatusOK {
		t.Errorf("the plan of release 2: %d", plan.Code)
	}

	first := into[api.DatasetsAnswer](t, ask(t, tl, "/api/v1/datasets?release=1"))
	if !slices.Equal(first.Metadata.Withdrawn, lost) || len(first.Results) != len(tl.sources) {
		t.Errorf("%d datasets of release 1, withdrawn %+v", len(first.Results), first.Metadata.Withdrawn)
	}
	if second := into[api.DatasetsAnswer](t, ask(t, tl, "/api/v1/datasets?release=2")); second.Metadata.Withdrawn != nil {
		t.Errorf("withdrawn from release 2: %+v", second.Metadata.Withdrawn)
	}

	for _, query := range []string{"from=1&to=2", "from=2&to=1", "from=1&to=3"} {
		diff := into[api.DiffAnswer](t, ask(t, tl, "/api/v1/diff?"+query))
		if !slices.Equal(diff.Metadata.Withdrawn, lost) || len(diff.Results) == 0 || diff.Results[0].Dataset != "initiatives" || diff.Results[0].Kind != "withdrawn" || diff.Results[0].Release != 1 {
			t.Errorf("%s: %+v %+v", query, diff.Metadata.Withdrawn, diff.Results)
		}
		if got := ask(t, tl, "/api/v1/diff.csv?"+query).Body.String(); !strings.Contains(got, "\r\ninitiatives,withdrawn,{},,,,,1,initial\r\n") {
			t.Errorf("%s as CSV: %s", query, got)
		}
	}
	if diff := into[api.DiffAnswer](t, ask(t, tl, "/api/v1/diff?from=2&to=3")); diff.Metadata.Withdrawn != nil || len(diff.Results) != 1 {
		t.Errorf("between others: %+v", diff)
	}

	for path, words := range map[string]string{
		"/releases/2": "第1回公表の 022039_digital_initiatives.csv は2026年11月22日 03:00に取り下げたため、比較できません。理由: 個人情報を含むため",
		"/?release=1": "022039_digital_initiatives.csv は2026年11月22日 03:00にこの公表から取り下げたため、ありません。理由: 個人情報を含むため",
	} {
		if got := ask(t, tl, path).Body.String(); !strings.Contains(got, words) {
			t.Errorf("%s does not say %s", path, words)
		}
	}
}

// A further withdrawal may change an answer again, and what is kept for ever
// would never be asked for again.
func TestAnswersOfWhatWasWithdrawnAreAskedForAgain(t *testing.T) {
	if testing.Short() {
		t.Skip("builds many releases")
	}
	const forEver, again = "public, max-age=31536000, immutable", "no-cache"
	tl := lossy(t)
	for _, c := range []struct{ name, target, after string }{
		{"the release itself", "/api/v1/datasets?release=1", again},
		{"a dataset of it that is still there", "/api/v1/goals?release=1", again},
		{"by its time", "/api/v1/goals?as_of=2026-11-22T00:30:00%2B09:00", again},
		{"a file of it", "/releases/1/files/022039_digital_goals.csv", again},
		{"a comparison with it", "/api/v1/diff?from=1&to=2", again},
		{"a comparison with it, backwards", "/api/v1/diff?from=3&to=1", again},
		{"a history that begins with it", seriesURL + "?include_history=true&release=2", again},
		{"another release", "/api/v1/goals?release=2", forEver},
		{"a comparison of others", "/api/v1/diff?from=2&to=3", forEver},
	} {
		t.Run(c.name, func(t *testing.T) {
			tl := lossy(t)
			before := ask(t, tl, c.target)
			tl.withdraw(1, "022039_digital_initiatives.csv")
			after := ask(t, tl, c.target)
			if got := before.Header().Get("Cache-Control"); before.Code != http.StatusOK || got != forEver {
				t.Errorf("before: %d %s", before.Code, got)
			}
			if got := after.Header().Get("Cache-Control"); after.Code != http.StatusOK || got != c.after {
				t.Errorf("afterwards: %d %s", after.Code, got)
			}
		})
	}
	tl.withdraw(1, "022039_digital_initiatives.csv")
	one := ask(t, tl, "/api/v1/datasets?release=1").Header().Get("ETag")
	tl.withdraw(1, "022039_digital_goals.csv")
	if two := ask(t, tl, "/api/v1/datasets?release=1", "If-None-Match", one); two.Code != http.StatusOK || two.Header().Get("ETag") == one {
		t.Errorf("after a further withdrawal: %d %v", two.Code, two.Header())
	}
}

// The releases between two say what brought each difference: if one of them
// loses its content, the comparison is another one.
func TestAComparisonAcrossAWithdrawalIsMadeAnew(t *testing.T) {
	tl := newTimeline(t)
	tl.publish(release.PlanRevision, "", edit{"goals", goalTitle, newTitle})
	tl.publish(release.Correction, "", edit{"goals", "市民", "住民"})
	const target = "/api/v1/diff?from=1&to=3&dataset=goals"
	by := func() (releases []int) {
		for _, row := range into[api.DiffAnswer](t, ask(t, tl, target)).Results {
			if *row.Column == "title" {
				releases = append(releases, row.Release)
			}
		}
		return releases
	}
	before := ask(t, tl, target)
	if got := by(); !slices.Equal(got, []int{2}) {
		t.Errorf("before: the title came with %v", got)
	}
	tl.withdraw(2, "022039_digital_goals.csv")
	if got := by(); !slices.Equal(got, []int{3}) {
		t.Errorf("afterwards: the title came with %v", got)
	}
	after := ask(t, tl, target)
	if after.Header().Get("ETag") == before.Header().Get("ETag") || after.Header().Get("Cache-Control") != "no-cache" {
		t.Errorf("afterwards: %v", after.Header())
	}
}
