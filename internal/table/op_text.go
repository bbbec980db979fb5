package table

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/lang"
)

// The operators that look into texts, letter by letter; of a list, one of its
// items satisfies them.
const (
	Like       builtIn = "like"        // matches a pattern: * any text, ? any character, \ makes either a letter
	Contains   builtIn = "contains"    // contains a text
	StartsWith builtIn = "starts_with" // begins with a text
)

func likePattern() Operator {
	return Operator{
		Name: Like, Meaning: lang.T(`パターンに一致する（* は任意の文字列、? は任意の1文字。その文字自身は \* \? \\）`, `matches a pattern (* any text, ? one character; \* \? \\ for the characters themselves)`), Takes: TextPattern,
		applies: isText, codes: like, example: func(values []string) []string { return []string{PatternOf(beginning(values[0])) + "*"} },
	}
}

func containsPart() Operator {
	return Operator{
		Name: Contains, Meaning: lang.T("含む（表記どおりに比較。全角と半角を区別）", "contains (exact text)"), Takes: TextPart,
		applies: isText, codes: contains, example: func(values []string) []string { return []string{leading(values[0])} },
	}
}

func startsWithPart() Operator {
	return Operator{
		Name: StartsWith, Meaning: lang.T("で始まる（表記どおりに比較。全角と半角を区別）", "begins with (exact text)"), Takes: TextPart,
		applies: isText, codes: startsWith, example: func(values []string) []string { return []string{beginning(values[0])} },
	}
}

// contains finds the texts that contain the operand; of a list, an item does.
func contains(ctx context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	return anyItem(ctx, c, func(item string) bool { return strings.Contains(item, operands[0].Text) })
}

// startsWith finds the texts that begin with the operand.
func startsWith(ctx context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	return anyItem(ctx, c, func(item string) bool { return strings.HasPrefix(item, operands[0].Text) })
}

// What a pattern has in the place of wildcards once it is read: bytes that are in no
// text.
const (
	anyText      = "\xff"
	anyCharacter = "\xfe"
)

// wildcards reads a pattern: * stands for any text, ? for one character, and \ takes
// that meaning away from the character behind it.
func wildcards(pattern string) string {
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		switch {
		case pattern[i] == '*':
			b.WriteString(anyText)
		case pattern[i] == '?':
			b.WriteString(anyCharacter)
		case pattern[i] == '\\' && i+1 < len(pattern):
			i++
			b.WriteByte(pattern[i])
		default:
			b.WriteByte(pattern[i])
		}
	}
	return b.String()
}

// HasStrayEscape reports whether a \ stands in a pattern before anything but *, ?
// and \, or at its end.
func HasStrayEscape(pattern string) bool {
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '\\' {
			continue
		}
		if i++; i == len(pattern) || !strings.ContainsRune(`*?\`, rune(pattern[i])) {
			return true
		}
	}
	return false
}

// PatternOf returns the pattern that one text alone matches.
func PatternOf(text string) string {
	return strings.NewReplacer("*", `\*`, "?", `\?`, `\`, `\\`).Replace(text)
}

// like finds the texts that match a pattern from beginning to end.
func like(ctx context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	var pieces []piece
	for text := range strings.SplitSeq(wildcards(operands[0].Text), anyText) {
		head, _, wild := strings.Cut(text, anyCharacter)
		pieces = append(pieces, piece{text, head, wild})
	}
	return anyItem(ctx, c, func(item string) bool { return isLike(item, pieces) })
}

// piece is a part of a pattern between two of anyText.
type piece struct {
	text string
	head string // up to the first of anyCharacter
	wild bool   // has one
}

// isLike reports whether a text consists of pieces with any texts between them.
// Taking the first place where each fits is enough, so that no pattern takes
// longer than its length times that of the text.
func isLike(text string, pieces []piece) bool {
	rest, ok := pieces[0].after(text)
	last := len(pieces) - 1
	if last == 0 {
		return ok && rest == ""
	}
	for i := 1; ok && i < last; i++ {
		rest, ok = pieces[i].find(rest)
	}
	return ok && pieces[last].ends(rest)
}

// find cuts a text behind the first place where a piece fits.
func (p piece) find(text string) (rest string, ok bool) {
	if !p.wild {
		_, rest, ok = strings.Cut(text, p.text)
		return rest, ok
	}
	for at := strings.Index(text, p.head); at >= 0 && text != ""; at = strings.Index(text, p.head) {
		text = text[at:]
		if rest, ok = p.after(text); ok {
			return rest, true
		}
		text = text[width(text):]
	}
	return "", false
}

// ends reports whether a text ends with a piece.
func (p piece) ends(text string) bool {
	if !p.wild {
		return strings.HasSuffix(text, p.text)
	}
	for over := utf8.RuneCountInString(text) - utf8.RuneCountInString(p.text); over > 0; over-- {
		text = text[width(text):]
	}
	rest, ok := p.after(text)
	return ok && rest == ""
}

// after cuts a piece from the beginning of a text.
func (p piece) after(text string) (rest string, ok bool) {
	if !p.wild {
		return strings.CutPrefix(text, p.text)
	}
	for left := p.text; left != ""; {
		n, m := width(text), width(left)
		if text == "" || left[0] != anyCharacter[0] && text[:n] != left[:m] {
			return text, false
		}
		text, left = text[n:], left[m:]
	}
	return text, true
}

// width is the number of bytes of the first character.
func width(text string) int {
	_, n := utf8.DecodeRuneInString(text)
	return n
}

// anyItem finds the texts that a function accepts; of a list, one of its items.
func anyItem(ctx context.Context, c *columnar.Column, accept func(string) bool) columnar.Set {
	if !c.HoldsLists() {
		return c.Accepting(ctx, accept)
	}
	return c.Accepting(ctx, func(cell string) bool {
		for item := range strings.SplitSeq(cell, dataset.ListSeparator) {
			if accept(item) {
				return true
			}
		}
		return false
	})
}

// leading is the first word of a text.
func leading(text string) string {
	letter := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == 'ー' }
	word := strings.TrimLeftFunc(text, func(r rune) bool { return !letter(r) })
	if end := strings.IndexFunc(word, func(r rune) bool { return !letter(r) }); end >= 0 {
		word = word[:end]
	}
	if word == "" {
		return text // signs alone
	}
	return word
}

// beginning is a text up to the end of its first word.
func beginning(text string) string {
	first := leading(text)
	return text[:strings.Index(text, first)+len(first)]
}
