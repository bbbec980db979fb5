package param

import (
	"cmp"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// Nearest returns up to n candidates that resemble word, the most alike first:
// what somebody who mistyped it may have meant.
func Nearest(word string, candidates []string, n int) []string {
	type scored struct {
		text     string
		distance int
	}
	word = strings.ToLower(word)
	var near []scored
	for _, c := range candidates {
		if apart := len(c) - len(word); max(apart, -apart) > tolerance(c) {
			continue
		}
		if d := lang.Distance(word, c); d <= tolerance(c) {
			near = append(near, scored{c, d})
		}
	}
	slices.SortStableFunc(near, func(a, b scored) int { return cmp.Compare(a.distance, b.distance) })
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
