package representation_test

import (
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/representation"
)

// chosen is the name of the format that Accept chooses among others, false if it
// is refused.
func chosen(accept string, offered []string) (string, bool) {
	var list format.List
	for _, name := range offered {
		if f, ok := format.All().Named(name); ok {
			list = append(list, f)
		}
	}
	p := param.New(nil)
	f := representation.Choose(p, list, representation.Preference{Accept: []string{accept}})
	if p.Done() != nil {
		return "", false
	}
	return f.Name, true
}

func TestNegotiation(t *testing.T) {
	both := []string{"json", "csv"}
	cases := []struct {
		name, accept string
		offered      []string
		want         string
		ok           bool
	}{
		{"no header gets the first", "", both, "json", true},
		{"an empty header is no header", " ", both, "json", true},
		{"anything gets the first", "*/*", both, "json", true},
		{"the bare star of old Java clients", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", both, "json", true},
		{"a browser", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", both, "json", true},
		{"a type by name", "text/csv", both, "csv", true},
		{"a type by kind", "text/*", both, "csv", true},
		{"the higher quality", "application/json;q=0.4, text/csv;q=0.5", both, "csv", true},
		{"the first offered among equals", "text/csv, application/json", both, "json", true},
		{"the more specific range decides", "text/*;q=0.9, text/csv;q=0.1, application/json;q=0.5", both, "json", true},
		{"parameters of a type are passed over", "text/csv; charset=shift_jis; header=present", both, "csv", true},
		{"capitals", "TEXT/CSV;Q=0.5", both, "csv", true},
		{"a type with quality zero", "application/json;q=0", []string{"json"}, "", false},
		{"a quality that is none", "application/json;q=high", []string{"json"}, "", false},
		{"a quality that is not a number", "application/json;q=NaN", []string{"json"}, "", false},
		{"a quality below zero", "application/json;q=-1", []string{"json"}, "", false},
		{"something else", "image/png", both, "", false},
		{"CSV where there is none", "text/csv", []string{"json"}, "", false},
		{"commas alone", ",,,", both, "", false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got, ok := chosen(c.accept, c.offered); got != c.want || ok != c.ok {
				t.Errorf("got %q, %t", got, ok)
			}
		})
	}
}

func FuzzNegotiate(f *testing.F) {
	for _, seed := range []string{"", "*/*", "text/csv;q=0.5, application/json;q=0", "text/*", ",;=", "application/json;q=1e999", "*;q=0.001"} {
		f.Add(seed)
	}
	offered := []string{"json", "csv"}
	f.Fuzz(func(t *testing.T, accept string) {
		got, ok := chosen(accept, offered)
		if ok != slices.Contains(offered, got) {
			t.Fatalf("%q gets %q, %t", accept, got, ok)
		}
		if all, ok := chosen(accept+",*/*;q=1", offered); !ok && !strings.Contains(accept, "q") && !strings.Contains(accept, "Q") {
			t.Fatalf("%q and anything gets %q", accept, all)
		}
	})
}
