package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/release"
)

func TestEveryMomentHasItsRelease(t *testing.T) {
	tl := newTimeline(t)
	next := tl.propose(release.PlanRevision, "", tl.now().Add(24*time.Hour), edit{"goals", goalTitle, newTitle})
	tl.refresh()
	instant := func(at time.Time) string { return "?as_of=" + url.QueryEscape(at.Format(time.RFC3339)) }
	at := next.Effective
	tl.seconds.Store(at.Unix() - 1)
	if got := releaseOf(t, ask(t, tl, "/api/v1/goals")); got != 1 {
		t.Errorf("a second before the switch: %d", got)
	}
	tl.refresh()
	tl.seconds.Store(at.Unix())
	if got := releaseOf(t, ask(t, tl, "/api/v1/goals")); got != 2 {
		t.Errorf("at the switch: %d", got)
	}
	tl.seconds.Store(at.Unix() + 48*3600)
	// Until the store is seen again, something may have come into effect that is
	// not known here: such an answer must not be kept for ever.
	if w := ask(t, tl, "/api/v1/goals"+instant(at)); strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("before the store was seen: Cache-Control: %s", w.Header().Get("Cache-Control"))
	}
	tl.refresh()
	for _, c := range []struct {
		name, query, datetime string
		want                  int
		forEver               bool
	}{
		{"now", "", "", 2, false},
		{"the first by number", "?release=1", "", 1, true},
		{"the second by number", "?release=2", "", 2, true},
		{"the end of the day of the switch", "?as_of=" + at.Format(time.DateOnly), "", 2, true},
		{"the end of the day before", "?as_of=" + at.AddDate(0, 0, -1).Format(time.DateOnly), "", 1, true},
		{"the instant of the switch", instant(at), "", 2, true},
		{"a second before it", instant(at.Add(-time.Second)), "", 1, true},
		{"in another time zone", instant(at.Add(-time.Second).UTC()), "", 1, true},
		{"today", "?as_of=" + tl.now().Format(time.DateOnly), "", 2, false},
		{"by header, before", "", at.Add(-time.Second).UTC().Format(http.TimeFormat), 1, false},
		{"by header, at the switch", "", at.UTC().Format(http.TimeFormat), 2, false},
		{"by header, in the future", "", at.AddDate(9, 0, 0).UTC().Format(http.TimeFormat), 2, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var headers []string
			if c.datetime != "" {
				headers = []string{"Accept-Datetime", c.datetime}
			}
			w := ask(t, tl, "/api/v1/goals"+c.query, headers...)
			if got := releaseOf(t, w); got != c.want || strings.Contains(w.Body.String(), newTitle) != (c.want == 2) {
				t.Errorf("release %d, want %d\n%.500s", got, c.want, w.Body)
			}
			if immutable := strings.Contains(w.Header().Get("Cache-Control"), "immutable"); immutable != c.forEver {
				t.Errorf("Cache-Control: %s", w.Header().Get("Cache-Control"))
			}
		})
	}
}

// releaseOf tells release 1, which takes effect 8 seconds after the beginning,
// from a later one.
func releaseOf(tb testing.TB, w *httptest.ResponseRecorder) int {
	tb.Helper()
	at, err := http.ParseTime(w.Header().Get("Last-Modified"))
	if err != nil {
		tb.Fatal(err)
	}
	if at.Unix() == release.Embedded().Effective.Unix()+8 {
		return 1
	}
	return 2
}

func TestHostileTimesAndPathsAreRefused(t *testing.T) {
	tl := storied(t)
	var targets []string
	for _, path := range []string{"/api/v1/goals", "/api/v1/plan", "/files/022039_digital_goals.csv", "/", "/openapi.json", "/feed.atom", seriesURL} {
		for _, query := range []string{
			"as_of=9999999-01-01", "as_of=-1", "as_of=1e9", "as_of=", "as_of=2026-11-22&as_of=2026-11-22", "as_of=2026-02-30", "as_of=0000-01-01", "as_of=-0001-01-01", "as_of=9999-12-31",
			"as_of=9999-12-31T23:59:59Z", "as_of=2026-11-22T00:00:00", "as_of=2026-11-22T00:00:00+09:00", "as_of=2026-11-22T00:00:00.0000000001%2B09:00", "as_of=%00", "as_of=../../etc/passwd", "as_of=%E2%91%A0", "as_of=１",
			"as_of=" + strings.Repeat("9", 5000), "release=", "release=0", "release=-1", "release=01", "release=1.0", "release=1e0", "release=+1", "release=%201", "release=0x1", "release=１", "release=99999999999999999999",
			"release=1&release=1", "release=1&as_of=2026-11-22", "release=9223372036854775807", "release=2147483648", "release=../1", "release=6", "release=1%2F..", "as_of=1969-12-31", "AS_OF=2026-11-22",
		} {
			targets = append(targets, path+"?"+query)
		}
	}
	for _, n := range []string{"0", "-1", "01", "+1", "1.0", "1e0", "99999999999999999999", "9223372036854775807", "1000000001", "..", "%2e%2e", "1%2f..%2f2", "%2F", "%00", "1%00", "１", "latest", "6", strings.Repeat("1", 3000), "1;2", "1%20"} {
		targets = append(targets, "/releases/"+n+"x", "/api/v1/releases/"+n, "/releases/"+n+"/manifest.json", "/releases/"+n+"/files/022039_digital_goals.csv")
		if n != ".." && n != "%2e%2e" {
			targets = append(targets, "/releases/"+n)
		}
		for _, query := range []string{"from=1&to=", "from=", "to="} {
			targets = append(targets, "/api/v1/diff?"+query+n, "/api/v1/diff?"+query+url.QueryEscape(n))
		}
	}
	for _, name := range []string{
		"..", "../manifest.json", "%2e%2e%2fmanifest.json", "..%2f..%2f..%2fetc%2fpasswd", "/etc/passwd", "%2Fetc%2Fpasswd", "022039_digital_goals.csv%00", "022039_digital_goals.csv/", "./022039_digital_goals.csv",
		"022039_DIGITAL_goals.csv", "manifest.json", "022039_digital_goals.schema.json?bom=true", "022039_digital_goals.csv?as_of=2026-11-22", "022039_digital_goals.csv?release=1", "022039_digital_goals.json?bom=true",
		"022039_digital_goals.csv?header=en", strings.Repeat("a", 5000), "..%5c..%5cx", "goals",
	} {
		targets = append(targets, "/releases/1/files/"+name)
	}
	targets = append(targets, "/api/v1/releases?as_of=2026-11-22", "/api/v1/releases?release=1", "/releases?release=1", "/releases/1?release=1", "/releases/1?x", "/api/v1/releases/1?as_of=2026-11-22", "/api/v1/releases.csv",
		"/api/v1/releases?limit=0", "/api/v1/releases?offset=1", "/api/v1/releases?cursor=x", "/releases?cursor=x", "/releases?offset=1", "/releases/1/manifest.json?x=1", "/api/v1/diff", "/api/v1/diff?from=1", "/api/v1/diff?to=1", "/api/v1/diff?from=1&to=2&from=1", "/api/v1/diff?from=1&to=2&release=1",
		"/api/v1/diff?from=1&to=2&dataset=", "/api/v1/diff?from=1&to=2&dataset=nothing", "/api/v1/diff?from=1&to=2&limit=0", "/api/v1/diff?from=1&to=2&limit=1001", "/api/v1/diff?from=1&to=2&offset=-1",
		"/api/v1/diff?from=2026-11-22&to=2", "/api/v1/diff?from=1&to=2&bom=true", "/api/v1/diff.ods?from=1&to=2", "/feed.atom?limit=1", "/feed", "/releases/", "//releases/1", "/api/v1/releases/1/files")
	for _, target := range targets {
		if _, err := url.ParseRequestURI(target); err != nil {
			continue // no server would take it
		}
		w := ask(t, tl, target)
		if w.Code < 400 || w.Code >= 500 || w.Header().Get("Content-Type") != "application/problem+json; charset=utf-8" || !strings.Contains(w.Body.String(), `"detail_en"`) {
			t.Errorf("%s: %d %.300s", target, w.Code, w.Body)
		}
	}
	t.Logf("%d hostile requests", len(targets))
}

func TestPaginationStaysOnItsRelease(t *testing.T) {
	for _, c := range []struct{ name, target, limit string }{
		{"rows", "/api/v1/goals?", "limit=1"},
		{"a series", seriesURL + "?", "limit=10"},
		{"a history", seriesURL + "?include_history=true&", "limit=10"},
	} {
		t.Run(c.name, func(t *testing.T) {
			tl := newTimeline(t)
			tl.propose(release.Correction, "", tl.now().Add(time.Hour), edit{"goals", "デジタル", "電子"}, edit{"observations", "A,,総務省", "P,,総務省"})
			tl.refresh()
			whole := rows(t, ask(t, tl, c.target+"limit=1000"))
			page := ask(t, tl, c.target+c.limit)
			got := rows(t, page)
			tl.seconds.Add(3599)
			tl.refresh()
			tl.seconds.Add(1) // the switch
			for target := next(page); target != ""; target = next(page) {
				page = ask(t, tl, target)
				got = append(got, rows(t, page)...)
			}
			if strings.Join(got, "\n") != strings.Join(whole, "\n") {
				t.Errorf("%d rows, want %d, or they are of another release", len(got), len(whole))
			}
			if now := rows(t, ask(t, tl, c.target+"limit=1000")); strings.Join(now, "\n") == strings.Join(whole, "\n") {
				t.Error("nothing switched")
			}
		})
	}
}

// inquiry is something that readers ask while releases come into force, and
// what a whole answer from a release has.
type inquiry struct {
	target string
	whole  func(number int, body string) bool
}

func editionTitle(n int) string {
	if n == 1 {
		return goalTitle
	}
	return "第" + strconv.Itoa(n) + "版のデジタル"
}

func inquiries() []inquiry {
	titled := func(n int, body string) bool {
		return strings.Contains(body, editionTitle(n)) && strings.Count(body, "版のデジタル") <= 1
	}
	numbered := func(n int, body string) bool {
		return strings.Contains(body, fmt.Sprintf(`"release":{"number":%d,`, n))
	}
	return []inquiry{
		{"/api/v1/goals", func(n int, body string) bool { return titled(n, body) && numbered(n, body) }},
		{"/api/v1/goals.csv", titled},
		{"/files/022039_digital_goals.csv", titled},
		{"/api/v1/goals?fields=id,title", func(n int, body string) bool { return titled(n, body) && numbered(n, body) }},
		{"/feed.atom", func(n int, body string) bool {
			return strings.Count(body, "<entry>") == min(n, 50) && strings.Contains(body, fmt.Sprintf("<id>%s/releases/%d</id>", testBase, n))
		}},
		{"/", func(n int, body string) bool {
			return strings.Contains(body, fmt.Sprintf(`<a href="/releases/%d">第%d回公表</a>`, n, n))
		}},
		{seriesURL + "?include_history=true&limit=1", func(n int, body string) bool {
			return numbered(n, body) && strings.Contains(body, `"valid_from_release":1,"valid_to_release":null`)
		}},
	}
}

// A thousand readers ask while a hundred releases come into force one after the
// other. Whatever they get must be whole: the release that an answer names is
// the one that its content is of.
func TestNoAnswerMixesReleases(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a thousand readers during a hundred switches")
	}
	const readers, switches, atOnce = 1000, 100, 64
	tl := newTimeline(t, "goals", "indicators", "observations")
	start := tl.now().Add(time.Hour)
	byTime := map[string]int{release.Embedded().Effective.Add(8 * time.Second).UTC().Format(http.TimeFormat): 1}
	for n := 2; n <= switches+1; n++ {
		rel := tl.propose(release.PlanRevision, "", start.Add(time.Duration(n)*time.Second), edit{"goals", editionTitle(n - 1), editionTitle(n)})
		byTime[rel.Effective.UTC().Format(http.TimeFormat)] = n
	}
	tl.refresh()
	all := inquiries()
	var asked, wrong atomic.Int64
	seenReleases := make([]atomic.Bool, switches+2)
	fail := func(target string, w *httptest.ResponseRecorder, number int) {
		if wrong.Add(1) < 5 {
			t.Errorf("%s: %d, of release %d: %.300s", target, w.Code, number, w.Body)
		}
	}
	read := func(q inquiry) {
		// The clock goes on with the readers, so that every switch meets some.
		n := asked.Add(1)
		tl.seconds.Store(start.Unix() + 1 + n*(switches+2)/int64(readers*len(all)))
		if err := tl.cache.Poll(t.Context(), tl.now()); err != nil {
			t.Error(err)
		}
		w := ask(t, tl, q.target)
		number := byTime[w.Header().Get("Last-Modified")]
		seenReleases[number].Store(true)
		if w.Code != http.StatusOK || number == 0 || !q.whole(number, w.Body.String()) {
			fail(q.target, w, number)
		}
		if to := number - 3; to > 1 && n%10 == 0 { // in force whatever the clock of others says
			target := fmt.Sprintf("/api/v1/diff?from=1&to=%d", to)
			w := ask(t, tl, target)
			want := fmt.Sprintf(`"old":%q,"new":%q,"release":%d,`, goalTitle, editionTitle(to), to)
			if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, want) || strings.Count(body, "版のデジタル") != 1 {
				fail(target, w, to)
			}
		}
	}
	slots := make(chan struct{}, atOnce)
	var wg sync.WaitGroup
	for i := range readers {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			for n := range all {
				read(all[(i+n)%len(all)])
			}
			if i%100 == 0 {
				if err := tl.cache.Refresh(t.Context(), tl.now()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	met := 0
	for i := range seenReleases {
		if i > 0 && seenReleases[i].Load() {
			met++
		}
	}
	if met < switches {
		t.Errorf("the readers met only %d releases", met)
	}
	t.Logf("%d answers, %d releases, %d wrong", asked.Load(), met, wrong.Load())
	last := into[api.ReleasesAnswer](t, ask(t, tl, "/api/v1/releases"))
	if last.Results[0].Number != switches+1 {
		t.Errorf("in the end: release %d", last.Results[0].Number)
	}
}
