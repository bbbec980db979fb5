package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/release"
)

// walks are lists of every sort that have several pages.
func walks() []string {
	return []string{
		"/api/v1/initiatives?", "/api/v1/initiatives?sort=-mark,title", "/api/v1/initiatives?q=" + url.QueryEscape("市"), "/api/v1/initiatives?mark.ne=continued&sort=-number&fields=id",
		"/api/v1/initiatives?or=mark=new|policy.goal.number=3&expand=policy", "/api/v1/indicators/ind-1/observations?area_code=022039", "/api/v1/indicators/ind-2/observations?area_code=022039&sort=-value",
		"/api/v1/datasets/observations/records?group_by=period_start.month&aggregate=value.max,count", "/api/v1/datasets/initiatives/records?distinct=policy_id&sort=-policy_id",
		"/api/v1/datasets/data_dictionary/records?q=id&sort=dataset_id", "/api/v1/search?q=" + url.QueryEscape("情報"), "/api/v1/search?dataset=plan_sections&q=" + url.QueryEscape("市"),
	}
}

// walked is the answers that a reader gets who goes on from page to page.
func walked(t *testing.T, h http.Handler, first string, onward func(*httptest.ResponseRecorder) string, between func()) (lines []string, pages int) {
	t.Helper()
	for target := first; target != ""; pages++ {
		w := ask(t, h, target)
		page := rows(t, w)
		if len(page) == 0 {
			t.Fatalf("%s is empty", target)
		}
		lines = append(lines, page...)
		target = onward(w)
		between()
	}
	return lines, pages
}

// cursorOf is the cursor that an answer in JSON names.
func cursorOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	a := into[struct {
		Metadata struct {
			ResultSet struct{ Next *string }
		}
	}](t, w)
	if a.Metadata.ResultSet.Next == nil {
		return ""
	}
	return *a.Metadata.ResultSet.Next
}

// Every list is the union of its pages, by offset, by the links and by the
// cursors in the metadata; none of the pages is empty.
func TestPagesByEveryWayAreTheList(t *testing.T) {
	h := service(t)
	for _, query := range walks() {
		t.Run(query, func(t *testing.T) {
			want := rows(t, ask(t, h, query+"&limit=1000"))
			for _, limit := range []int{1, 7, len(want) - 1, len(want)} {
				first := fmt.Sprintf("%s&limit=%d", query, limit)
				offset := 0
				for name, onward := range map[string]func(*httptest.ResponseRecorder) string{
					"links": next,
					"cursors": func(w *httptest.ResponseRecorder) string {
						if cursor := cursorOf(t, w); cursor != "" {
							return first + "&cursor=" + cursor
						}
						return ""
					},
					"offsets": func(*httptest.ResponseRecorder) string {
						if offset += limit; offset < len(want) {
							return fmt.Sprintf("%s&offset=%d", first, offset)
						}
						return ""
					},
				} {
					got, pages := walked(t, h, first, onward, func() {})
					if !slices.Equal(got, want) || pages != (len(want)+limit-1)/limit {
						t.Errorf("by %s, %d at a time: %d rows on %d pages, want %d, or they differ", name, limit, len(got), pages, len(want))
					}
				}
			}
		})
	}
}

// Pages as CSV and NDJSON follow one another like those in JSON.
func TestPagesInBulkAreTheList(t *testing.T) {
	h := service(t)
	for _, format := range []string{"csv", "ndjson"} {
		for _, query := range []string{"/api/v1/initiatives." + format + "?sort=-mark", "/api/v1/initiatives." + format + "?q=" + url.QueryEscape("市")} {
			want := ask(t, h, query).Body.String()
			var got strings.Builder
			for target := query + "&limit=7"; target != ""; {
				w := ask(t, h, target)
				body := w.Body.String()
				if format == "csv" && got.Len() > 0 {
					_, body, _ = strings.Cut(body, "\r\n")
				}
				got.WriteString(body)
				target = next(w)
			}
			if got.String() != want || len(want) < 1000 {
				t.Errorf("%s: the pages have %d bytes, the list %d, or they differ", query, got.Len(), len(want))
			}
		}
	}
}

// pinned is a walk from row to row during which releases follow one another.
type pinned struct {
	first string
	least int // releases that it must see
	// onward returns the address of the next page, after so many.
	onward func(w *httptest.ResponseRecorder, pages int) string

	target string
	got    []string
	saw    int // releases published before its last page
}

// A walk stays in the release it began with, through a hundred others in which
// the first rows are the last: by cursors, and by offsets where it names its
// release.
func TestPagesStayInTheirRelease(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the pages of many queries over many releases")
	}
	const records = "/api/v1/datasets/observations/records?"
	tl := newTimeline(t, "goals", "policies", "initiatives", "plans", "observations", "indicators")
	byLink := func(w *httptest.ResponseRecorder, _ int) string { return next(w) }
	list := []*pinned{
		{first: records + "sort=-value&limit=1", least: 100, onward: byLink},
		{first: records + "limit=1", least: 100, onward: byLink},
		{first: records + "sort=-value&limit=1&release=1", least: 100, onward: func(w *httptest.ResponseRecorder, pages int) string {
			if next(w) == "" {
				return ""
			}
			return fmt.Sprintf("%ssort=-value&limit=1&release=1&offset=%d", records, pages)
		}},
		{first: records + "group_by=value&sort=-value&limit=1", least: 80, onward: byLink},
		{first: "/api/v1/indicators/ind-1/observations?q=" + url.QueryEscape("年") + "&sort=-value&limit=1", least: 46, onward: byLink},
		{first: "/api/v1/search?q=" + url.QueryEscape("月") + "&limit=1", least: 100, onward: byLink},
	}
	want := make([][]string, len(list))
	for i, walk := range list {
		want[i] = rows(t, ask(t, tl, strings.Replace(strings.Replace(walk.first, "&release=1", "", 1), "limit=1", "limit=1000", 1)))
		walk.target = walk.first
	}
	walkThroughReleases(t, tl, list)
	for i, walk := range list {
		if !slices.Equal(walk.got, want[i]) || walk.target != "" {
			t.Errorf("%s: %d rows were walked through, release 1 has %d, or they differ", walk.first, len(walk.got), len(want[i]))
		}
		once := slices.Compact(slices.Sorted(slices.Values(walk.got)))
		if len(once) != len(walk.got) || walk.saw < walk.least {
			t.Errorf("%s: %d rows of which %d differ, through %d releases", walk.first, len(walk.got), len(once), walk.saw)
		}
		if slices.Equal(rows(t, ask(t, tl, strings.Replace(strings.Replace(walk.first, "release=1", "release=2", 1), "limit=1", "limit=1000", 1))), want[i]) {
			t.Errorf("%s: nothing changed meanwhile", walk.first)
		}
	}
}

// walkThroughReleases publishes between one page of every walk and the next. The
// corrected row is the last by value in one release and the first in the other.
func walkThroughReleases(t *testing.T, tl *timeline, list []*pinned) {
	t.Helper()
	const releases = 107 // more than the longest walk has pages
	last := strings.Replace(firstRow, "20979", "999999", 1)
	texts := []edit{{"observations", firstRow, last}, {"observations", last, firstRow}}
	for n := range releases {
		for _, walk := range list {
			if walk.target == "" {
				continue
			}
			w := ask(t, tl, walk.target)
			page := rows(t, w)
			if len(page) != 1 {
				t.Fatalf("%s has %d rows", walk.target, len(page))
			}
			walk.got, walk.saw = append(walk.got, page...), n
			walk.target = walk.onward(w, len(walk.got))
		}
		tl.publish(release.Correction, "", texts[n%2])
	}
}

// Two spellings of one query are one: the same tag, the same bytes, made once.
func TestSpellingsOfOneQueryAreOne(t *testing.T) {
	const path = "/api/v1/initiatives"
	cache := fixed(t, embedded(t))
	for _, spellings := range [][]string{
		{path + "?mark=new", path + "?mark.eq=new", path + "?mark=new&limit=100&offset=0", path + ".json?mark=new", path + "?format=json&mark=new", path + "?m%61rk=new"},
		{path + "?number.in=1,2,3", path + "?number.in=3,2,1,1", path + "?number.in=3,%222%22,1"},
		{path + "?or=mark=new|mark=revised&or.2=number=1|number=2", path + "?or.9=mark.eq=revised|mark=new&or.3=number.eq=2|number=1"},
		{path + ".csv?number.ge=70&sort=-number", path + "?sort=-number&format=csv&number.ge=70", path + ".csv?number.ge=70&sort=-number&bom=false&header=ascii"},
		{path + "?group_by=mark", path + "?group_by=mark&aggregate=count", path + "?aggregate=count&group_by=mark&fields=mark,count"},
		{path + ".ndjson?expand=policy.goal", path + ".ndjson?expand=goal,policy", path + "?expand=policy,policy.goal&format=ndjson"},
		{"/api/v1/datasets/observations/records?value.between=10,20", "/api/v1/datasets/observations/records?value.between=10.0,20.00"},
	} {
		t.Run(spellings[0], func(t *testing.T) {
			h, kept, err := api.Observed(testConfig(io.Discard), cache)
			if err != nil {
				t.Fatal(err)
			}
			first := ask(t, h, spellings[0])
			if first.Code != http.StatusOK || first.Header().Get("ETag") == "" {
				t.Fatalf("%d %s", first.Code, first.Body)
			}
			before := kept()
			for _, s := range spellings[1:] {
				w := ask(t, h, s)
				if w.Code != http.StatusOK || w.Header().Get("ETag") != first.Header().Get("ETag") || w.Body.String() != first.Body.String() {
					t.Errorf("%s: %d, ETag %s and %s\n%s", s, w.Code, w.Header().Get("ETag"), first.Header().Get("ETag"), w.Body)
				}
				if again := ask(t, h, s, "If-None-Match", first.Header().Get("ETag")); again.Code != http.StatusNotModified {
					t.Errorf("%s: %d", s, again.Code)
				}
			}
			if now := kept(); before != 1 || now != 1 {
				t.Errorf("%d answers are kept, then %d", before, now)
			}
		})
	}
}

// A burst of spellings leaves one answer in the cache, the same for everybody.
func TestABurstOfSpellingsGetsTheSameBytes(t *testing.T) {
	h, kept, err := api.Observed(ticking(), fixed(t, large(t)))
	if err != nil {
		t.Fatal(err)
	}
	spellings := []string{"?group_by=area_code&aggregate=value.avg", "?aggregate=value.avg&group_by=area_code&limit=100"}
	bodies := make([]string, 200)
	var wg sync.WaitGroup
	for i := range bodies {
		wg.Go(func() { bodies[i] = ask(t, h, largeRecords+spellings[i%2]).Body.String() })
	}
	wg.Wait()
	var body struct{ Results []json.RawMessage }
	if err := json.Unmarshal([]byte(bodies[0]), &body); err != nil || len(body.Results) == 0 {
		t.Fatalf("%v %s", err, bodies[0])
	}
	if bodies = slices.Compact(bodies); len(bodies) != 1 || kept() != 1 {
		t.Errorf("%d different answers, %d are kept", len(bodies), kept())
	}
}

// Spellings of one question are one answer, kept once.
func TestSpellingsOfOneQuestionHaveOneETag(t *testing.T) {
	h := service(t)
	for _, spellings := range [][]string{
		{"mark=new", "mark.eq=new", "mark.in=new", "or=mark=new", "mark=%20new"},
		{"mark.in=new,revised&fields=id,title", "fields=id,%20title&mark.in=revised,%20new"},
		{"q=" + url.QueryEscape("オープン データ"), "q=" + url.QueryEscape("ﾃﾞｰﾀ おーぷん")},
		{"facets=mark,policy_id", "facets=policy_id,mark"},
	} {
		want := ask(t, h, "/api/v1/initiatives?"+spellings[0])
		for _, raw := range spellings[1:] {
			if w := ask(t, h, "/api/v1/initiatives?"+raw); w.Code != http.StatusOK || w.Header().Get("ETag") != want.Header().Get("ETag") || w.Body.String() != want.Body.String() {
				t.Errorf("%s is not answered as %s is: %d %.300s", raw, spellings[0], w.Code, w.Body)
			}
		}
	}
}
