package memento_test

import (
	"net/url"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/query"
)

func TestChoice(t *testing.T) {
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC) // noon in Japan
	seen := now.Add(-time.Second)
	cursor := query.Query{}.Cursor(2, 0)
	endOf := func(day int) time.Time { return time.Date(2026, 11, day, 14, 59, 59, 999_999_999, time.UTC) }
	instant := time.Date(2026, 11, 21, 23, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, raw, header string
		want              memento.Choice
		wrong             bool
	}{
		{"nothing means now", "limit=1", "", memento.Choice{At: now}, false},
		{"a number", "release=3", "", memento.Choice{Number: 3, Pinned: true}, false},
		{"a number goes before the header", "release=3", "Sun, 22 Nov 2026 00:00:00 GMT", memento.Choice{Number: 3, Pinned: true}, false},
		{"a day is its end in Japan", "as_of=2026-11-21", "", memento.Choice{At: endOf(21), Pinned: true}, false},
		{"today means until now", "as_of=2026-11-22", "", memento.Choice{At: now}, false},
		{"an instant", "as_of=2026-11-22T08:00:00%2B09:00", "", memento.Choice{At: instant, Pinned: true}, false},
		{"an instant that is not known for good", "as_of=2026-11-22T03:00:00Z", "", memento.Choice{At: now}, false},
		{"tomorrow", "as_of=2026-11-23", "", memento.Choice{}, true},
		{"no day", "as_of=yesterday", "", memento.Choice{}, true},
		{"both", "as_of=2026-11-21&release=3", "", memento.Choice{}, true},
		{"no number", "release=0", "", memento.Choice{}, true},
		{"a walk goes on in its release", "cursor=" + cursor, "", memento.Choice{Number: 2, Pinned: true}, false},
		{"no cursor", "cursor=x", "", memento.Choice{At: now}, false},
		{"the header", "", " Sat, 21 Nov 2026 23:00:00 GMT", memento.Choice{At: instant, ByTime: true}, false},
		{"the header in the future", "", "Sat, 21 Nov 2099 23:00:00 GMT", memento.Choice{At: now, ByTime: true}, false},
		{"no date", "", "yesterday", memento.Choice{}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			params, err := url.ParseQuery(c.raw)
			if err != nil {
				t.Fatal(err)
			}
			asked := memento.Asked{Params: params, AcceptDatetime: c.header, Now: now}
			got, err := asked.Choose(func(time.Time) time.Time { return seen })
			if !got.At.Equal(c.want.At) || got.Number != c.want.Number || got.Pinned != c.want.Pinned || got.ByTime != c.want.ByTime || (fault.KindOf(err) == fault.Invalid && err != nil) != c.wrong {
				t.Errorf("got %+v, %v, want %+v", got, err, c.want)
			}
		})
	}
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		name, pattern, path, variable string
		ok                            bool
	}{
		{"no variable", "/api/v1/goals", "/api/v1/goals", "", true},
		{"a variable at the end", "/api/v1/goals/:id", "/api/v1/goals/g-1", "g-1", true},
		{"a variable inside", "/datasets/:id/schema", "/datasets/goals/schema", "goals", true},
		{"nothing in its place", "/api/v1/goals/:id", "/api/v1/goals/", "", false},
		{"more elements", "/api/v1/goals/:id", "/api/v1/goals/g-1/x", "", false},
		{"fewer elements", "/datasets/:id/schema", "/datasets/goals", "", false},
		{"another element", "/datasets/:id/schema", "/datasets/goals/records", "", false},
		{"the first page", "/", "/", "", true},
	} {
		if variable, ok := memento.Matches(c.pattern, c.path); ok != c.ok || ok && variable != c.variable {
			t.Errorf("%s: %q, %t", c.name, variable, ok)
		}
	}
}
