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
	anyCharacter = '\xfe'
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
			b.WriteByte(anyCharacter)
		case pattern[i] == '\\' && i+1 < len(pattern):
			i++
			b.WriteByte(pattern[i])
		default:
			b.WriteByte(pattern[i])
		}
	}
	return b.String()
}

// PatternOf returns the pattern that one text alone matches.
func PatternOf(text string) string {
	return strings.NewReplacer("*", `\*`, "?", `\?`, `\`, `\\`).Replace(text)
}

// like finds the texts that match a pattern from beginning to end.
func like(ctx context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	pieces := strings.Split(wildcards(operands[0].Text), anyText)
	return anyItem(ctx, c, func(item string) bool { return isLike(item, pieces) })
}

// isLike reports whether a text consists of pieces with any texts between them.
// Taking the first place where each fits is enough, so that no pattern takes
// longer than its length times that of the text.
func isLike(text string, pieces []string) bool {
	rest, ok := fitted(text, pieces[0])
	last := len(pieces) - 1
	for i := 1; ok && i <= last; i++ {
		if i == last { // the end of the text
			over := utf8.RuneCountInString(rest) - utf8.RuneCountInString(pieces[i])
			for ; over > 0; over-- {
				rest = rest[width(rest):]
			}
		}
		after, fits := fitted(rest, pieces[i])
		for ; !fits && rest != "" && i < last; after, fits = fitted(rest, pieces[i]) {
			rest = rest[width(rest):]
		}
		rest, ok = after, fits
	}
	return ok && rest == ""
}

// fitted cuts a piece of a pattern from the beginning of a text.
func fitted(text, piece string) (rest string, ok bool) {
	for piece != "" {
		n, m := width(text), width(piece)
		if text == "" || piece[0] != anyCharacter && text[:n] != piece[:m] {
			return text, false
		}
		text, piece = text[n:], piece[m:]
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
