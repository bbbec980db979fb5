// Package fold normalises text for search, so that spellings that people regard
// as the same are equal: ﾃﾞｼﾞﾀﾙ, デジタル and でじたる; Ｗｉ－Ｆｉ and wi-fi; 館鼻 and 舘鼻; 八戸 and the
// ⼋⼾ that is copied out of a PDF.
//
// It promises that folding is idempotent, that its result is valid UTF-8
// whatever the input, that it never fails, and that every match in the folded
// text can be shown in the text as it was written. It refuses to guess: what
// differs in sound or meaning stays different (ハ and パ, ツ and ッ, ビル and
// ビール, 斉 and 斎), and it knows no synonyms or word endings.
// Folded text is only for comparison, never for display or storage.
// Every package above internal/lang may import it; it imports no package of this
// module.
//
// The rules, in the order in which they apply:
//
//   - invisible characters are removed (invisible);
//   - Unicode's compatibility form, NFKC: widths, ㈱, ①, ㍻, half-width kana with
//     their voicing marks, the compatibility ideographs;
//   - single characters (folding_map.go): lower case, katakana for hiragana, one kind
//     of hyphen, wave dash and quotation mark, old and variant kanji (folding_map_kanji.go),
//     radicals used in place of kanji (folding_map_radicals.go).
package fold

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text returns the folded form of s, which has at most 11 times the bytes of s
// (one character, ﷺ, reaches that; Japanese text rarely grows). Invalid UTF-8
// becomes U+FFFD.
func Text(s string) string {
	start := foldedPrefix(s)
	if start == len(s) {
		return s
	}
	out := make([]byte, start, len(s))
	copy(out, s)
	for at := start; at < len(s); {
		end := at + run(s[at:])
		out = appendFolded(out, s[at:end])
		at = end
	}
	return string(out)
}

// foldedPrefix returns how many leading bytes of s are folded already, in whole
// runs. A text that is folded completely, such as a term, is not copied.
func foldedPrefix(s string) int {
	last := 0 // where the previous character begins: a mark after it may change it
	for at := 0; at < len(s); {
		r, size := utf8.DecodeRuneInString(s[at:])
		if folded, ok := alone(r); !ok || folded != r {
			return last
		}
		last = at
		at += size
	}
	return len(s)
}

// run returns the length of the first character of s, which must not be empty,
// and of all directly following characters that need normalisation. One call of
// the normaliser for many characters keeps half-width kana fast.
func run(s string) int {
	_, end := utf8.DecodeRuneInString(s)
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if _, ok := alone(r); ok {
			break
		}
		end += size
	}
	return end
}

// segment returns the length of the first segment of s, which must not be empty:
// a character with all that may combine with it. Normalisation never crosses
// segment boundaries, so a folded text is the concatenation of its folded
// segments.
func segment(s string) int {
	_, end := utf8.DecodeRuneInString(s)
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if _, ok := alone(r); ok || !joins(r, s[end:]) {
			break
		}
		end += size
	}
	return end
}

// joins reports whether r, the first character of rest, belongs to the character
// before it. Invisible characters do, or they would separate a letter from its
// mark.
func joins(r rune, rest string) bool {
	if r == utf8.RuneError {
		return false
	}
	if invisible(r) {
		return true
	}
	properties := norm.NFKC.PropertiesString(rest)
	if decomposed := properties.Decomposition(); decomposed != nil {
		properties = norm.NFKC.Properties(decomposed) // the decomposition of ￂ joins, ￂ itself does not
	}
	return !properties.BoundaryBefore()
}

// appendFolded appends the folded form of whole segments.
func appendFolded(dst []byte, s string) []byte {
	r, size := utf8.DecodeRuneInString(s)
	if size == len(s) {
		if folded, ok := alone(r); ok {
			return utf8.AppendRune(dst, folded)
		}
	}
	return appendNormal(dst, s)
}

// appendNormal appends the folded form of segments that must be normalised. It
// decomposes characters first, so that the rules apply to letters without marks,
// and composes them last.
func appendNormal(dst []byte, s string) []byte {
	var buffers [2][64]byte // on the stack: most segments fit
	visible := buffers[0][:0]
	for _, r := range s {
		if !invisible(r) {
			visible = utf8.AppendRune(visible, r)
		}
	}
	decomposed := norm.NFKD.Append(buffers[1][:0], visible...)
	visible = visible[:0]
	for _, r := range string(decomposed) {
		visible = utf8.AppendRune(visible, letter(r))
	}
	return append(dst, norm.NFC.Bytes(visible)...)
}
