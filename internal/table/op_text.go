package table

import (
	"context"
	"regexp"
	"strings"

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
	pattern := regexp.QuoteMeta(operands[0].Text)
	pattern = strings.ReplaceAll(pattern, `\*`, `.*`)
	pattern = strings.ReplaceAll(pattern, `\?`, `.`)
	compiled, err := regexp.Compile(`(?s)\A` + pattern + `\z`)
	if err != nil { // of a pattern without meta characters, only its length can be wrong
		return codeSet{}
	}
	return c.anyItem(ctx, compiled.MatchString)
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
