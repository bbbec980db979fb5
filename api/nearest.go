package api

import (
	"cmp"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// nearest returns up to n candidates that resemble word, the most alike first:
// what somebody who mistyped it may have meant.
func nearest(word string, candidates []string, n int) []string {
	type scored struct {
		text     string
		distance int
	}
	word = strings.ToLower(word)
	var near []scored
	for _, c := range candidates {
		if abs(len(c)-len(word)) > tolerance(c) {
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

// tolerance is how many slips a word of that length may have.
func tolerance(s string) int { return max(2, len(s)/3) }

func abs(n int) int { return max(n, -n) }
