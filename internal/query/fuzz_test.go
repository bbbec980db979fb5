package query_test

import (
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/query"
)

// What is accepted is the same query when it is printed, and can be asked; what
// is not is explained.
func FuzzParse(f *testing.F) {
	for _, cases := range messages() {
		for _, c := range cases {
			f.Add(c.dataset, c.raw)
		}
	}
	for _, raw := range []string{
		"", "or=mark.eq=new,number.le=10|mark.eq=revised&or.2=number=1", "policy.goal.title.contains=行政&expand=goal,policy", "mark.in=new,revised&fields=id&sort=-number&limit=5&offset=2",
		"group_by=policy_id,mark&aggregate=count,number.max&sort=-number_max", "distinct=mark", "opened.fiscal_year=2021", "or=opened.quarter.in=2021-Q1,opened.year.lt=2022|opened.month=2021-05", "opened.month.is_null=true",
		"facets=mark", "q=オープン", "title=%00%FF", "%zz", "a;b", "tle.0n=?",
	} {
		f.Add("initiatives", raw)
		f.Add("halls", raw)
	}
	r, err := built()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, id, raw string) {
		set, ok := r.Set(id)
		if !ok {
			return
		}
		s := query.Subject{Set: set, In: r}
		for _, o := range []query.Options{inPages(), {}} {
			q, err := parse(s, raw, o)
			if err == nil {
				same(t, s, q, o)
				continue
			}
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("%s?%q: %v", id, raw, err)
			}
			if call, known := corrected(t, err, s, o); known {
				if _, err := parse(s, strings.TrimPrefix(call, "?"), o); err != nil {
					t.Fatalf("%s?%q is told %q: %v", id, raw, call, err)
				}
			}
		}
	})
}

// A text is a cursor only if the cursor is written so.
func FuzzCursor(f *testing.F) {
	for _, seed := range []string{"", "next", cursorOf("initiatives", "", 1), cursorOf("goals", "id=g-1", 1_000_000), cursorOf("goals", "", 0) + "A", "AQ", "AQ=="} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, err := query.ParseCursor(text)
		if err != nil {
			if fault.KindOf(err) != fault.Invalid || c != (query.Cursor{}) {
				t.Fatalf("%q: %v, %+v", text, err, c)
			}
			return
		}
		if c.String() != text || len(text) > 64 || c.Release < 0 || c.Row < 0 {
			t.Fatalf("%q is %+v, written %q", text, c, c)
		}
	})
}
