package dataset

import (
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// nearest returns the known word that a mistyped one most resembles, nothing if
// none does: letter case and underscores apart, at most two edits, and fewer
// than half of the word.
func nearest(word string, known []string) string {
	best, least := "", 3
	for _, k := range known {
		d := lang.Distance(plain(word), plain(k))
		if d < least && 2*d < max(len(word), 2) {
			best, least = k, d
		}
	}
	return best
}

func plain(word string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(word))
}
