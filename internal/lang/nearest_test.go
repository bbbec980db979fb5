package lang_test

import (
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/lang"
)

func TestNearest(t *testing.T) {
	known := []string{"limit", "offset", "title", "title_en", "q", "or", "eq"}
	for _, c := range []struct {
		name, word string
		want       []string
	}{
		{"a letter left out", "limt", []string{"limit"}},
		{"capital letters", "LIMIT", []string{"limit"}},
		{"the most alike first", "titl_en", []string{"title_en"}},
		{"without the underscore", "TitleEn", []string{"title_en"}},
		{"with spaces and a hyphen", "off - set", []string{"offset"}},
		{"two letters swapped", "offest", []string{"offset"}},
		{"a short word has no letter in common", "x", nil},
		{"a short word with one slip", "ew", []string{"eq"}},
		{"nothing alike", "department", nil},
	} {
		if got := lang.Nearest(c.word, known, 1); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

// How many slips a word may have depends on its length.
func TestHowFarAWordMayBe(t *testing.T) {
	for _, c := range []struct {
		known, word string
		near        bool
	}{
		{"abcdefghi", "abcdefxxx", true},
		{"abcdefghi", "abcdexxxx", false},
		{"abcde", "abcxx", true},
		{"abcde", "abxxx", false},
		{"ab", "ax", true},
		{"ab", "xx", false},
	} {
		if got := lang.Nearest(c.word, []string{c.known}, 1); (len(got) == 1) != c.near {
			t.Errorf("%s for %s: %v", c.word, c.known, got)
		}
	}
}
