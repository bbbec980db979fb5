package fold

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxTerms bounds what one search costs. Whoever searches refuses more, as a
// word that is not looked for would find rows without it.
const MaxTerms = 10

// Terms splits what a person typed into folded search terms: at spaces
// (U+3000, too), duplicates dropped, in one order whatever the order they were
// typed in, which says nothing. What stands in "quotation marks" or 「brackets」
// is one term, spaces and all; a mark that nothing closes is left out. Of more
// than MaxTerms it returns one too many.
func Terms(q string) []string {
	var terms []string
	for q != "" && len(terms) <= MaxTerms {
		var word string
		word, q = cutWord(q)
		term := strings.TrimSpace(Text(word))
		if term != "" && !slices.Contains(terms, term) {
			terms = append(terms, term)
		}
	}
	slices.Sort(terms)
	return terms
}

// Canonical writes what a person typed in one way, so that all spellings of one
// search are one: Terms finds the same terms in it.
func Canonical(q string) string {
	terms := Terms(q)
	words := make([]string, len(terms))
	for i, term := range terms {
		words[i] = term
		switch {
		case strings.Contains(term, `"`):
			words[i] = "「" + term + "」"
		case strings.ContainsFunc(term, parts):
			words[i] = `"` + term + `"`
		}
	}
	canonical := strings.Join(words, " ")
	if !slices.Equal(Terms(canonical), terms) { // marks inside marks
		return strings.TrimSpace(q)
	}
	return canonical
}

// cutWord returns what stands before the first space or quotation mark of q,
// or within the marks with which q begins, and the rest. The word may be empty.
func cutWord(q string) (word, rest string) {
	first, size := utf8.DecodeRuneInString(q)
	if closing := closes(first); closing != "" {
		rest = q[size:]
		if end := strings.IndexAny(rest, closing); end >= 0 {
			_, size = utf8.DecodeRuneInString(rest[end:])
			return rest[:end], rest[end+size:]
		}
		return "", rest
	}
	end := strings.IndexFunc(q, parts)
	switch end {
	case -1:
		return q, ""
	case 0:
		return "", q[size:]
	default:
		return q[:end], q[end:]
	}
}

// parts reports whether a word ends before r.
func parts(r rune) bool {
	return unicode.IsSpace(r) || closes(r) != "" || r == '」' || r == '｣'
}

// closes returns the marks that close a quotation that r opens, "" if it opens
// none. Keyboards and editors mix the kinds of double quotation marks.
func closes(r rune) string {
	switch r {
	case '"', '“', '”', '＂':
		return `"“”＂`
	case '「', '｢':
		return "」｣"
	}
	return ""
}
