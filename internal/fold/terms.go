package fold

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxTerms limits the cost of one search. Callers must refuse more terms: if some
// were ignored, rows without them would be found.
const MaxTerms = 10

// Terms splits user input into folded search terms: at spaces (U+3000, too),
// without duplicates, sorted, because their order has no meaning. Text in
// "quotation marks" or 「brackets」 is one term, spaces included; an unmatched mark
// is ignored. If there are more than MaxTerms, it returns MaxTerms + 1.
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

// Canonical returns user input in a canonical form, the same for all spellings of
// one search. Terms returns the same terms for both.
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

// cutWord returns the text before the first space or quotation mark of q, or
// between the marks with which q begins, and the rest. The word may be empty.
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

// parts reports whether r ends a word.
func parts(r rune) bool {
	return unicode.IsSpace(r) || closes(r) != "" || r == '」' || r == '｣'
}

// closes returns the marks that close a quotation opened by r, or "" if r opens
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
