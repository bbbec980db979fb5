// Package fold makes texts equal that people regard as the same when they
// search: ﾃﾞｼﾞﾀﾙ, デジタル and でじたる; Ｗｉ－Ｆｉ and wi-fi; 館鼻 and 舘鼻; 八戸 and the
// ⼋⼾ that is copied out of a PDF.
//
// It promises that folding is idempotent, that its result is valid UTF-8
// whatever the input, that it never fails, and that every match in the folded
// text can be shown in the text as it was written. It refuses to guess: what
// is read or meant differently stays different (ハ and パ, ツ and ッ, ビル and
// ビール, 斉 and 斎), and it knows nothing of synonyms or word endings.
// Folded text is for comparing only, never for showing or storing as data.
// Every package above internal/lang may import it; it imports none of ours.
//
// The rules, in the order in which they apply:
//
//   - characters that show nothing are left out (invisible);
//   - Unicode's compatibility form, NFKC: widths, ㈱, ①, ㍻, half-width kana with
//     their voicing marks, the compatibility ideographs;
//   - single characters (folding_map.go): lower case, katakana for hiragana, one kind
//     of hyphen, wave dash and quotation mark, old and variant kanji (folding_map_kanji.go),
//     radicals that stand for the kanji (folding_map_radicals.go).
package fold

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Text returns the folded form of s, which has at most 11 times the bytes of s
// (one character, ﷺ, reaches that; Japanese text hardly ever grows). Bytes that
// are not UTF-8 become U+FFFD.
func Text(s string) string {
	start := alreadyFolded(s)
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

// alreadyFolded returns how many leading bytes of s are folded already, in whole
// runs. A text that is alreadyFolded throughout, such as a term, is not copied.
func alreadyFolded(s string) int {
	last := 0 // where the character before begins, which a mark here may change
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

// run returns the length of the first character of s, which is not empty, with
// all that follow it and need normalisation: calling it once for many is what
// makes half-width kana bearable.
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

// segment returns the length of the first segment of s, which is not empty: a
// character with all that may combine with it. Normalisation never reaches
// across the bounds of segments, so a text folds to what its segments fold to,
// joined.
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

// joins reports whether r, with which rest begins, belongs to the character
// before it. What is invisible joins, or it would part a letter from its mark.
func joins(r rune, rest string) bool {
	if r == utf8.RuneError {
		return false
	}
	if invisible(r) {
		return true
	}
	properties := norm.NFKC.PropertiesString(rest)
	if apart := properties.Decomposition(); apart != nil {
		properties = norm.NFKC.Properties(apart) // what comes of ￂ joins, ￂ itself does not
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
// takes characters apart first, so that each rule has to know letters only, not
// letters with their marks, and puts them together last.
func appendNormal(dst []byte, s string) []byte {
	var room [2][64]byte
	visible := room[0][:0]
	for _, r := range s {
		if !invisible(r) {
			visible = utf8.AppendRune(visible, r)
		}
	}
	apart := norm.NFKD.Append(room[1][:0], visible...)
	visible = visible[:0]
	for _, r := range string(apart) {
		visible = utf8.AppendRune(visible, letter(r))
	}
	return append(dst, norm.NFC.Bytes(visible)...)
}
