package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
)

// corrected is the query string that an error tells somebody to use, from ? on; it
// may be empty.
func corrected(t *testing.T, err error, s query.Subject, o query.Options) (call string, known bool) {
	t.Helper()
	err = param.Corrected(err, "/x", func(given map[string][]string) error {
		p := param.New(given)
		query.Parse(p, s, o)
		return p.Done()
	})
	wrong, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Fatalf("%v", err)
	}
	if len(wrong.Fixes) == 0 { // of what is no query at all
		return "", false
	}
	return strings.CutPrefix(wrong.Fixes[0].En, "use /x")
}

// Whoever makes a mistake is told the same query without it, in the words of the
// query, or nothing: what is told is accepted as it stands.
func TestWhatWasMeantCanBeCalled(t *testing.T) {
	unknown := 0
	for file, cases := range messages() {
		o := inPages()
		if file == unpaged {
			o = query.Options{}
		}
		var b strings.Builder
		for _, c := range cases {
			s := subject(t, c.dataset)
			_, err := parse(s, c.raw, o)
			call, known := corrected(t, err, s, o)
			if !known {
				unknown++
				continue
			}
			if _, err := parse(s, strings.TrimPrefix(call, "?"), o); err != nil {
				t.Errorf("%s: %s?%s is told %s, which is refused: %v", c.name, c.dataset, c.raw, call, err)
			}
			fmt.Fprintf(&b, "%s?%s\n%s%s\n\n", c.dataset, c.raw, c.dataset, call)
		}
		golden(t, file+"_corrected", b.String())
	}
	if unknown > 80 {
		t.Errorf("%d mistakes are told without a call", unknown)
	}
}
