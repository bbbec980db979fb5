package lang_test

import (
	"testing"

	"hachinohe.example/opendata/internal/lang"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       int
	}{
		{"the same word", "limit", "limit", 0},
		{"a letter left out", "limt", "limit", 1},
		{"a letter too many", "limitt", "limit", 1},
		{"another letter", "lamit", "limit", 1},
		{"two letters swapped", "ilmit", "limit", 2},
		{"nothing", "", "limit", 5},
		{"nothing at all", "", "", 0},
	} {
		if got := lang.Distance(c.a, c.b); got != c.want || lang.Distance(c.b, c.a) != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}
