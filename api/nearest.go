package api

import (
	"cmp"
	"slices"
	"strings"
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
		if d := distance(word, c); d <= tolerance(c) {
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

// distance is the Levenshtein distance in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j]+1, row[j+1]+1, diagonal+cost)
		}
	}
	return row[len(b)]
}
