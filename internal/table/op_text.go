package table

import (
	"context"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
)

// contains finds the texts that contain the operand; of a list, an item does.
func contains(ctx context.Context, c *column, operands []dataset.Value) codeSet {
	return c.anyItem(ctx, func(item string) bool { return strings.Contains(item, operands[0].Text) })
}

// startsWith finds the texts that begin with the operand.
func startsWith(ctx context.Context, c *column, operands []dataset.Value) codeSet {
	return c.anyItem(ctx, func(item string) bool { return strings.HasPrefix(item, operands[0].Text) })
}

// like finds the texts that match a pattern from beginning to end: * stands for
// any text, ? for one character.
func like(ctx context.Context, c *column, operands []dataset.Value) codeSet {
	pieces := strings.Split(operands[0].Text, "*")
	return c.anyItem(ctx, func(item string) bool { return isLike(item, pieces) })
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
		if text == "" || piece[0] != '?' && text[:n] != piece[:m] {
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
func (c *column) anyItem(ctx context.Context, accept func(string) bool) codeSet {
	if c.Type != dataset.ListType {
		return c.accepting(ctx, accept)
	}
	return c.accepting(ctx, func(cell string) bool {
		for item := range strings.SplitSeq(cell, dataset.ListSeparator) {
			if accept(item) {
				return true
			}
		}
		return false
	})
}
