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
		"/api/v1/initiatives?or=mark=new|policy.goal.number=3&expand=policy", "/api/v1/indicators/ind-1/observations?", "/api/v1/indicators/ind-2/observations?sort=-value",
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

// A walk ends in the release it began with, however many follow meanwhile.
func TestPagesStayInTheirRelease(t *testing.T) {
	const releases = 100
	tl := newTimeline(t, "goals", "policies", "initiatives", "plans", "observations", "indicators")
	texts := []edit{{"observations", firstRow, secondRow}, {"observations", secondRow, firstRow}}
	queries := []string{
		"/api/v1/datasets/observations/records?sort=-value&limit=4", "/api/v1/datasets/observations/records?limit=4",
		"/api/v1/datasets/observations/records?group_by=value&limit=4", "/api/v1/indicators/ind-1/observations?q=" + url.QueryEscape("年") + "&limit=4",
		"/api/v1/search?q=" + url.QueryEscape("月") + "&limit=4",
	}
	var targets []string
	want, got := make([][]string, len(queries)), make([][]string, len(queries))
	for i, q := range queries {
		w := ask(t, tl, q)
		want[i] = rows(t, ask(t, tl, strings.Replace(q, "limit=4", "limit=1000&release=1", 1)))
		got[i] = rows(t, w)
		targets = append(targets, next(w))
	}
	walking := true
	for n := range releases {
		tl.publish(release.Correction, "", texts[n%2])
		for i, target := range targets {
			if target == "" {
				continue
			}
			w := ask(t, tl, target)
			got[i] = append(got[i], rows(t, w)...)
			if targets[i] = next(w); targets[i] == "" && n < 3 {
				t.Errorf("%s ends after %d releases", queries[i], n)
			}
		}
		walking = slices.ContainsFunc(targets, func(target string) bool { return target != "" })
	}
	if walking {
		t.Error("a walk goes on")
	}
	for i, q := range queries {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("%s: %d rows were walked through, release 1 has %d, or they differ", q, len(got[i]), len(want[i]))
		}
	}
	if latest := rows(t, ask(t, tl, "/api/v1/datasets/observations/records?release=100&limit=1000")); slices.Equal(latest, want[1]) {
		t.Error("nothing changed meanwhile")
	}
}

// Two spellings of one query are one: the same tag, the same bytes, made once.
func TestSpellingsOfOneQueryAreOne(t *testing.T) {
	const path = "/api/v1/initiatives"
	shelf := fixed(t, embedded(t))
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
			h, kept, err := api.Observed(testConfig(io.Discard), shelf)
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
