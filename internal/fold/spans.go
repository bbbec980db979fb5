package fold

import (
	"slices"
	"strings"
)

// cut is the end of a segment, in the text and in its folded form.
type cut struct{ text, folded int }

// Spans returns, for a text and a folded, non-empty term, the byte ranges
// [from,to) of s whose folded form contains the term, in order, not
// overlapping. s[from:to] is what is highlighted for a reader: whole characters,
// ｶﾞ for ガ and ㈱ for 株. An empty term has no matches.
func Spans(s, term string) [][2]int {
	if term == "" {
		return nil
	}
	folded, cuts := trace(s)
	var spans [][2]int
	for searched := 0; ; {
		i := strings.Index(folded[searched:], term)
		if i < 0 {
			return spans
		}
		i += searched
		first, _ := slices.BinarySearchFunc(cuts, i+1, endsBefore)
		last, _ := slices.BinarySearchFunc(cuts, i+len(term), endsBefore)
		from := 0
		if first > 0 {
			from = cuts[first-1].text
		}
		spans = append(spans, [2]int{from, cuts[last].text})
		searched = cuts[last].folded
	}
}

// endsBefore compares a cut with a position in the folded text.
func endsBefore(c cut, folded int) int { return c.folded - folded }

// trace returns the folded form of s, and the end of every segment.
func trace(s string) (string, []cut) {
	folded := make([]byte, 0, len(s))
	var cuts []cut
	for at := 0; at < len(s); {
		at += segment(s[at:])
		start := 0
		if len(cuts) > 0 {
			start = cuts[len(cuts)-1].text
		}
		folded = appendFolded(folded, s[start:at])
		cuts = append(cuts, cut{text: at, folded: len(folded)})
	}
	return string(folded), cuts
}
