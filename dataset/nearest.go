package dataset

import "strings"

// nearest returns the known word that a mistyped one most resembles, nothing if
// none does: letter case and underscores apart, at most two edits, and fewer
// than half of the word.
func nearest(word string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		d := distance(plain(word), plain(k))
		if d < least && 2*d < max(len(word), 2) {
			best, least = k, d
		}
	}
	return best
}

func plain(word string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(word))
}

// distance counts the bytes to insert, delete or replace to make b out of a
// (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
