package lang

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Nearest returns up to n candidates that resemble word, the most alike first:
// what somebody who mistyped it may have meant. Letter case, spaces, hyphens and
// underscores make no difference.
func Nearest(word string, candidates []string, n int) []string {
	type scored struct {
		text              string
		distance, written int // with underscores and the like left out; as written
	}
	written := word
	word = bare(word)
	var near []scored
	for _, c := range candidates {
		plain := bare(c)
		if apart := len(plain) - len(word); max(apart, -apart) > tolerance(plain) {
			continue
		}
		if d := Distance(word, plain); d <= tolerance(plain) {
			near = append(near, scored{c, d, Distance(written, c)})
		}
	}
	slices.SortStableFunc(near, func(a, b scored) int {
		return cmp.Or(cmp.Compare(a.distance, b.distance), cmp.Compare(a.written, b.written))
	})
	var out []string
	for _, s := range near[:min(n, len(near))] {
		out = append(out, s.text)
	}
	return out
}

// tolerance is how many slips a word of that length may have. Of a short word
// not every letter may be one.
func tolerance(word string) int {
	if len(word) < 3 {
		return len(word) / 2
	}
	return max(2, len(word)/3)
}

// bare leaves out what people write one way or another.
func bare(word string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, word)
}
