package api_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/release"
)

// into reads the JSON of a good answer.
func into[T any](tb testing.TB, w *httptest.ResponseRecorder) T {
	tb.Helper()
	var out T
	if err := json.Unmarshal(w.Body.Bytes(), &out); w.Code != http.StatusOK || err != nil {
		tb.Fatalf("%d %v\n%s", w.Code, err, w.Body)
	}
	return out
}

func TestReleasesListWhatWasAndWhatIsToCome(t *testing.T) {
	tl := newTimeline(t)
	second := tl.publish(release.Correction, "訂正", edit{"goals", goalTitle, newTitle})
	third := tl.propose(release.Correction, "秘密の予定", tl.now().Add(time.Hour), edit{"goals", newTitle, "秘密"})
	cancelling, err := tl.repo.Cancel(t.Context(), 3, "集計の遅れ", tl.now)
	if err != nil {
		t.Fatal(err)
	}
	pending := tl.propose(release.Correction, "秘密の予定", tl.now().Add(2*time.Hour), edit{"goals", "秘密", "極秘"})
	tl.refresh()
	got := into[api.ReleasesAnswer](t, ask(t, tl, "/api/v1/releases"))
	if len(got.Results) != 2 || got.Metadata.ResultSet.Count != 2 || got.Metadata.Release.Number != 2 {
		t.Fatalf("%+v", got)
	}
	newest, first := got.Results[0], got.Results[1]
	want := catalog.ReleaseDetails{
		Number: 2, State: "current", Issued: newest.Issued, Effective: second.Effective.Format(time.RFC3339), Reason: "correction", ReasonLabel: "誤りの訂正",
		ReasonLabelEn: "Correction", Note: "訂正", SHA256: second.Hash, Previous: &first.SHA256, URL: testBase + "/releases/2", ManifestURL: testBase + "/releases/2/manifest.json",
	}
	if newest.Previous == nil || *newest.Previous != first.SHA256 {
		t.Errorf("previous is %v", newest.Previous)
	}
	want.Previous = newest.Previous
	if !slices.Equal([]any{newest.Number, newest.State, newest.Effective, newest.Reason, newest.ReasonLabel, newest.ReasonLabelEn, newest.Note, newest.SHA256, newest.URL, newest.ManifestURL},
		[]any{want.Number, want.State, want.Effective, want.Reason, want.ReasonLabel, want.ReasonLabelEn, want.Note, want.SHA256, want.URL, want.ManifestURL}) {
		t.Errorf("got  %+v\nwant %+v", newest, want)
	}
	if first.State != "superseded" || first.Previous != nil || first.Reason != "initial" {
		t.Errorf("first: %+v", first)
	}
	calendar := []catalog.CalendarEntry{
		{Number: 5, State: "pending", Effective: pending.Effective.Format(time.RFC3339), SHA256: pending.Hash},
		{Number: 4, State: "cancellation", Effective: cancelling.Effective.Format(time.RFC3339), SHA256: cancelling.SHA256, Cancels: 3, Note: "集計の遅れ", ManifestURL: testBase + "/releases/4/manifest.json"},
		{Number: 3, State: "cancelled", Effective: third.Effective.Format(time.RFC3339), SHA256: third.Hash, CancelledBy: 4},
	}
	if !slices.Equal(got.Calendar, calendar) {
		t.Errorf("calendar %+v\nwant     %+v", got.Calendar, calendar)
	}
}

func TestTheListOfReleasesFollowsTheLogAndTheClock(t *testing.T) {
	tl := newTimeline(t)
	var tags []string
	look := func(when string) {
		t.Helper()
		for _, path := range []string{"/api/v1/releases", "/releases"} {
			w := ask(t, tl, path)
			if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-cache" || w.Header().Get("Last-Modified") != "" {
				t.Errorf("%s: %s: %d %v", when, path, w.Code, w.Header())
			}
			if slices.Contains(tags, w.Header().Get("ETag")) {
				t.Errorf("%s: %s has an ETag that it had before", when, path)
			}
			tags = append(tags, w.Header().Get("ETag"))
			if again := ask(t, tl, path, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
				t.Errorf("%s: %s: %d", when, path, again.Code)
			}
		}
	}
	look("at first")
	tl.propose(release.Correction, "", tl.now().Add(time.Hour), edit{"goals", goalTitle, newTitle})
	tl.refresh()
	look("with a pending release")
	tl.seconds.Add(3599)
	tl.refresh()
	tl.seconds.Add(1)
	look("at its instant, without reading the store")
}

func TestOneReleaseNamesItsFiles(t *testing.T) {
	tl := storied(t)
	got := into[api.ReleaseAnswer](t, ask(t, tl, "/api/v1/releases/4.json"))
	item := got.Results[0]
	if item.Number != 4 || item.State != "superseded" || item.Note != "題名の変更" || len(item.Files) != 2*(len(tl.sources)+1) {
		t.Fatalf("%+v", item)
	}
	manifest := ask(t, tl, strings.TrimPrefix(item.ManifestURL, testBase))
	if digest(manifest.Body.Bytes()) != item.SHA256 || manifest.Header().Get("ETag") != `"`+item.SHA256+`"` {
		t.Errorf("the manifest has the sha256 %s and %v", digest(manifest.Body.Bytes()), manifest.Header())
	}
	for _, f := range item.Files {
		w := ask(t, tl, strings.TrimPrefix(f.URL, testBase))
		if w.Code != http.StatusOK || digest(w.Body.Bytes()) != f.SHA256 || w.Body.Len() != f.Bytes || w.Header().Get("ETag") != `"`+f.SHA256+`"` ||
			w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%s: %d, %d bytes, %v", f.URL, w.Code, w.Body.Len(), w.Header())
		}
	}
}

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func TestFilesOfAReleaseAreThoseOfTheDownloads(t *testing.T) {
	tl := storied(t)
	for _, c := range []struct{ name, here, there string }{
		{"the canonical form", "/releases/2/files/022039_digital_goals.csv", "/files/022039_digital_goals.csv?bom=false&header=ascii&release=2"},
		{"for Excel", "/releases/2/files/022039_digital_goals.csv?bom=true&header=ja", "/files/022039_digital_goals.csv?release=2"},
		{"JSON", "/releases/2/files/022039_digital_goals.json", "/files/022039_digital_goals.json?release=2"},
		{"the schema", "/releases/2/files/022039_digital_goals.schema.json", "/api/v1/datasets/goals/schema?release=2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			here, there := ask(t, tl, c.here), ask(t, tl, c.there)
			if here.Code != http.StatusOK || here.Body.String() != there.Body.String() || strings.Contains(here.Body.String(), newTitle) {
				t.Errorf("%d %.200s\n%d %.200s", here.Code, here.Body, there.Code, there.Body)
			}
		})
	}
}

func TestThePageOfAReleaseTellsWhatChanged(t *testing.T) {
	tl := storied(t)
	for _, c := range []struct {
		name, path string
		want       []string
	}{
		{"the first", "/releases/1", []string{"最初の公表です", "これは過去の公表です", `href="/releases/5"`, "/releases/1/manifest.json", "022039_digital_goals.csv"}},
		{"a correction", "/releases/2", []string{"誤りの訂正", "交付枚数を1件訂正", "20979", "20980", "指標値", "1件の変更", "/api/v1/diff.csv?dataset=observations&amp;from=1&amp;to=2", "@misc{hachinohe_release_r2"}},
		{"the current one", "/releases/5", []string{"現在の公表です", `rel="prev" href="/releases/4"`, "削除", "2024-01-01"}},
		{"the list", "/releases", []string{"第5回公表", "第1回公表", "現在", "/feed.atom"}},
		{"the entrance", "/", []string{`<a href="/releases">公表の履歴</a>`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := ask(t, tl, c.path)
			for _, want := range c.want {
				if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
					t.Errorf("%d, no %q", w.Code, want)
				}
			}
		})
	}
}

func TestAPageShowsTheBeginningOfManyChanges(t *testing.T) {
	tl := newTimeline(t, "goals", "observations", "indicators")
	tl.publish(release.Correction, "", edit{"observations", "総務省", "総務省（訂正）"})
	page := ask(t, tl, "/releases/2").Body.String()
	if n := strings.Count(page, `<tr><td data-label="種類">変更</td>`); n != 50 || !strings.Contains(page, "101件の変更") || !strings.Contains(page, "最初の50件を示しています") {
		t.Errorf("%d rows", n)
	}
}

func TestTheFeedAnnouncesReleasesInForce(t *testing.T) {
	tl := storied(t)
	tl.propose(release.Correction, "秘密", tl.now().Add(time.Hour), edit{"goals", newTitle, "秘密"})
	tl.refresh()
	w := ask(t, tl, "/feed.atom")
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"http://www.w3.org/2005/Atom id"`
		Updated string   `xml:"http://www.w3.org/2005/Atom updated"`
		Author  string   `xml:"http://www.w3.org/2005/Atom author>name"`
		Entries []struct {
			ID      string `xml:"id"`
			Title   string `xml:"title"`
			Updated string `xml:"updated"`
			Summary string `xml:"summary"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(w.Body.Bytes(), &feed); err != nil || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatalf("%v %v\n%s", err, w.Header(), w.Body)
	}
	if len(feed.Entries) != 5 || feed.ID != testBase+"/feed.atom" || feed.Author != "八戸市" || feed.Updated != feed.Entries[0].Updated {
		t.Fatalf("%+v", feed)
	}
	first := feed.Entries[0]
	if first.ID != testBase+"/releases/5" || first.Title != "第5回公表：誤りの訂正" || first.Summary != "誤って加えた値の削除" {
		t.Errorf("%+v", first)
	}
	if past := ask(t, tl, "/feed.atom?release=2").Body.String(); strings.Count(past, "<entry>") != 2 {
		t.Errorf("the feed as of release 2:\n%s", past)
	}
}

// Who walks the list from 1 upwards finds that every manifest names the sha256
// of the entry before it, also where releases were taken back.
func TestTheChainOfManifestsIsPublic(t *testing.T) {
	tl := newTimeline(t, "goals")
	tl.propose(release.Correction, "", tl.now().Add(time.Hour), edit{"goals", goalTitle, newTitle})
	tl.propose(release.Correction, "", tl.now().Add(2*time.Hour), edit{"goals", newTitle, "またべつの題名"})
	for _, number := range []int{3, 2} {
		if _, err := tl.repo.Cancel(t.Context(), number, "", tl.now); err != nil {
			t.Fatal(err)
		}
	}
	tl.publish(release.Correction, "", edit{"goals", "またべつの題名", "題名"})
	tl.propose(release.Correction, "", tl.now().Add(time.Hour), edit{"goals", "題名", "題名の2"})
	tl.refresh()
	list := into[api.ReleasesAnswer](t, ask(t, tl, "/api/v1/releases"))
	sums := make(map[int]string)
	for _, r := range list.Results {
		sums[r.Number] = r.SHA256
	}
	for _, e := range list.Calendar {
		sums[e.Number] = e.SHA256
	}
	var shown, named []int
	for number := 1; number <= 7; number++ {
		w := ask(t, tl, "/releases/"+strconv.Itoa(number)+"/manifest.json")
		if w.Code == http.StatusNotFound {
			continue
		}
		m := into[release.Manifest](t, w)
		if digest(w.Body.Bytes()) != sums[number] || m.Number != number || m.Previous != sums[number-1] || m.Cancels > 0 && m.CancelledPrevious != sums[m.Cancels-1] {
			t.Errorf("%d: %+v", number, m)
		}
		shown = append(shown, number)
		named = append(named, number-1)
		if m.Cancels > 0 {
			named = append(named, m.Cancels-1)
		}
	}
	slices.Sort(named)
	if want := []int{1, 4, 5, 6}; len(sums) != 7 || !slices.Equal(shown, want) {
		t.Errorf("%d entries are listed; there are manifests of %v, want %v", len(sums), shown, want)
	}
	if want := []int{0, 1, 2, 3, 4, 5}; !slices.Equal(slices.Compact(named), want) {
		t.Errorf("the manifests name the sha256 of %v, want %v", named, want)
	}
	page := ask(t, tl, "/releases").Body.String()
	for _, want := range []string{"第7回公表 <span class=\"chip\">予定", "記録5 <span class=\"chip\">取り消し", "第2回公表を取り消しました", "第2回公表 <span class=\"chip\">取消済み", "記録5で取り消したため"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
