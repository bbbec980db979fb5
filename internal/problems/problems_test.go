package problems_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/problems"
)

const base = "http://opendata.test"

func TestEveryKindOfFaultHasItsStatus(t *testing.T) {
	fails := func(k fault.Kind) error { return fault.New(k, lang.T("誤り", "wrong")) }
	cases := map[string]struct {
		err    error
		status int
		cache  string
	}{
		"method-not-allowed":    {problems.ErrMethod, 405, "public, max-age=60"},
		"range-not-satisfiable": {delivery.ErrRange, 416, "no-store"},
		"precondition-failed":   {delivery.ErrPrecondition, 412, "no-store"},
		"internal":              {fails(fault.Internal), 500, "no-store"},
		"invalid-parameter":     {fails(fault.Invalid), 400, "no-cache"},
		"not-found":             {fails(fault.NotFound), 404, "no-cache"},
		"gone":                  {fails(fault.Gone), 410, "no-cache"},
		"not-acceptable":        {fails(fault.NotAcceptable), 406, "public, max-age=60"},
		"too-large":             {fails(fault.TooLarge), 413, "no-cache"},
		"unavailable":           {fails(fault.Unavailable), 503, "no-store"},
	}
	var slugs []string
	for _, k := range problems.Kinds() {
		slugs = append(slugs, k.Slug)
		if _, ok := cases[k.Slug]; !ok {
			t.Errorf("%s is not tested", k.Slug)
		}
	}
	for slug, want := range cases {
		p := problems.Of(want.err, base, "/x", "id")
		var body problems.Problem
		if err := json.Unmarshal(p.Body, &body); err != nil {
			t.Fatal(err)
		}
		if body.Type != base+"/docs#problem-"+slug || p.Status != want.status || body.Status != want.status || p.Cache.String() != want.cache {
			t.Errorf("%s is %s %d %s, want %d %s", slug, body.Type, p.Status, p.Cache, want.status, want.cache)
		}
		if !slices.Contains(slugs, slug) {
			t.Errorf("%s is not documented", slug)
		}
	}
	for kind := fault.Internal; kind <= fault.Unavailable; kind++ {
		if !slices.ContainsFunc(problems.Kinds(), func(k problems.Kind) bool { return k.Status == problems.Of(fails(kind), base, "/", "").Status }) {
			t.Errorf("kind %d is not documented", kind)
		}
	}
	if p := problems.Of(fails(fault.Kind(99)), base, "/", ""); p.Status != http.StatusInternalServerError { // the default is to say nothing
		t.Errorf("a kind that nobody knows has the status %d", p.Status)
	}
}
