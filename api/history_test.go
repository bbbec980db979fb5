package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/release"
)

const seriesURL = "/api/v1/indicators/ind-1/observations"

// told is what a history says of one observation.
type told struct {
	Period string      `json:"period_start"`
	Value  json.Number `json:"value"`
	From   int         `json:"valid_from_release"`
	To     *int        `json:"valid_to_release"`
	Reason string      `json:"reason"`
}

// history reads the results of an answer, as "period value from-to reason".
func history(t *testing.T, h http.Handler, target string) []string {
	t.Helper()
	var lines []string
	for _, row := range into[struct{ Results []told }](t, ask(t, h, target)).Results {
		until := json.Number("now")
		if row.To != nil {
			until = json.Number(string(rune('0' + *row.To)))
		}
		lines = append(lines, row.Period+" "+row.Value.String()+" "+string(rune('0'+row.From))+"-"+until.String()+" "+row.Reason)
	}
	return lines
}

func TestHistoryTellsEveryValueThereWas(t *testing.T) {
	tl := storied(t)
	for _, c := range []struct {
		name, query string
		want        []string
	}{
		{"a corrected value", "&until=2017-03-31", []string{"2017-03-08 20979 1-2 initial", "2017-03-08 20980 2-now correction"}},
		{"a value that came and went", "&since=2024-01-01", []string{"2024-01-01 1 3-5 new_data"}},
		{"before it went", "&since=2024-01-01&release=4", []string{"2024-01-01 1 3-now new_data"}},
		{"before the correction", "&until=2017-03-31&release=1", []string{"2017-03-08 20979 1-now initial"}},
		{"a value that never changed", "&period_start=2017-05-15", []string{"2017-05-15 22249 1-now initial"}},
		{"sorted by the release, newest first", "&until=2017-03-31&sort=-valid_from_release", []string{"2017-03-08 20980 2-now correction", "2017-03-08 20979 1-2 initial"}},
		{"only corrections", "&reason=correction", []string{"2017-03-08 20980 2-now correction"}},
		{"only what was replaced", "&valid_to_release=5", []string{"2024-01-01 1 3-5 new_data"}},
		{"a page", "&limit=1&offset=1", []string{"2017-03-08 20980 2-now correction"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := history(t, tl, seriesURL+"?include_history=true"+c.query); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestHistoryAsCSVAndByColumn(t *testing.T) {
	tl := storied(t)
	want := "value,valid_from_release,valid_to_release,reason\r\n20979,1,2,initial\r\n20980,2,,correction\r\n"
	target := "?include_history=true&until=2017-03-31&fields=value,valid_from_release,valid_to_release,reason"
	if got := ask(t, tl, seriesURL+".csv"+target).Body.String(); got != want {
		t.Errorf("got %q", got)
	}
	for _, c := range []struct{ name, target string }{
		{"include_history is true or false", seriesURL + "?include_history=yes"},
		{"the columns of a history belong to a history", seriesURL + "?valid_from_release=1"},
		{"a history has no such column", seriesURL + "?include_history=true&fields=nothing"},
	} {
		if w := ask(t, tl, c.target); w.Code != http.StatusBadRequest {
			t.Errorf("%s: %d", c.name, w.Code)
		}
	}
	plain, off := ask(t, tl, seriesURL), ask(t, tl, seriesURL+"?include_history=false")
	if plain.Body.String() != off.Body.String() || plain.Header().Get("ETag") != off.Header().Get("ETag") {
		t.Error("include_history=false is not the default")
	}
}

func TestAHistoryIsTheUnionOfItsPages(t *testing.T) {
	tl := storied(t)
	want := rows(t, ask(t, tl, seriesURL+"?include_history=true&limit=1000"))
	var got []string
	for target := seriesURL + "?include_history=true&limit=7"; target != ""; {
		page := ask(t, tl, target)
		got = append(got, rows(t, page)...)
		target = next(page)
	}
	if len(want) != 49 || !slices.Equal(got, want) {
		t.Errorf("the pages have %d rows, the whole %d", len(got), len(want))
	}
}

// What the law took away is gone from every answer at once, whatever is in the
// caches, and said to be gone.
func TestWhatWasWithdrawnIsGoneEverywhere(t *testing.T) {
	tl := newTimeline(t)
	tl.publish(release.Correction, "", edit{"goals", goalTitle, newTitle}, edit{"observations", firstRow, secondRow})
	tl.publish(release.Correction, "", edit{"goals", newTitle, "またべつの題名"})
	targets := []string{
		"/api/v1/datasets/goals?release=1", "/api/v1/datasets/goals/records?release=1", "/api/v1/datasets/goals/schema?release=1", "/api/v1/goals/g-1?release=1", "/files/022039_digital_goals.csv?release=1",
		"/files/022039_digital_goals.json?release=1", "/releases/1/files/022039_digital_goals.csv", "/releases/1/files/022039_digital_goals.json",
		"/api/v1/diff?from=1&to=2&dataset=goals", "/api/v1/indicators/ind-1/observations?release=1",
		"/api/v1/plan?release=1",
		"/?release=1", "/api/v1/datasets?release=1", "/api/v1/diff?from=1&to=2", "/releases/2", "/releases/1", "/api/v1/releases/1", "/openapi.json?release=1",
		seriesURL + "?include_history=true", "/releases/1/manifest.json", "/releases/1/files/022039_digital_goals.schema.json",
	}
	const gone = 11
	stays := targets[len(targets)-2:]
	before := make(map[string]string)
	for _, target := range targets {
		before[target] = ask(t, tl, target).Header().Get("ETag")
	}
	// The schema is that of every release, so it must not go: only the rows.
	for _, path := range []string{"022039_digital_goals.csv", "022039_digital_observations.csv"} {
		if _, err := tl.repo.Withdraw(t.Context(), 1, path, "個人情報を含むため", tl.now()); err != nil {
			t.Fatal(err)
		}
	}
	tl.refresh()
	for i, target := range targets {
		w := ask(t, tl, target, "If-None-Match", before[target])
		body := w.Body.String()
		switch {
		case slices.Contains(stays, target):
			if w.Code != http.StatusNotModified {
				t.Errorf("%s: %d", target, w.Code)
			}
		case i < gone:
			if w.Code != http.StatusGone || !strings.Contains(body, "個人情報を含むため") || !strings.Contains(body, "2026-11-22T") {
				t.Errorf("%s: %d %s", target, w.Code, body)
			}
		case w.Code != http.StatusOK || strings.Contains(body, "20979") || strings.Contains(body, `"`+goalTitle+`"`) || strings.Contains(body, "<td>"+goalTitle):
			t.Errorf("%s: %d %.2000s", target, w.Code, body)
		}
	}
}
