package table

import (
	"context"
	"strings"

	"hachinohe.example/opendata/dataset"
)

// equal finds the values that are one of the operands. 10 and 10.0 are equal.
func equal(ctx context.Context, c *column, operands []dataset.Value) codeSet {
	if c.Type == dataset.ListType {
		return c.accepting(ctx, anyOf(operands))
	}
	spans := make([]span, 0, len(operands))
	for _, v := range operands {
		spans = append(spans, span{c.from(v), c.beyond(v)})
	}
	return codeSet{spans: joined(spans)}.flagged(c)
}

// notEqual finds the values that are none of the operands.
func notEqual(ctx context.Context, c *column, operands []dataset.Value) codeSet {
	if c.Type == dataset.ListType {
		has := anyOf(operands)
		return c.accepting(ctx, func(cell string) bool { return !has(cell) })
	}
	set := equal(ctx, c, operands)
	if set.flags == nil {
		return set.except(c)
	}
	for code := range c.size {
		set.flags[code] ^= 1
	}
	return set
}

// anyOf reports whether an item of a list in one cell is one of the operands.
func anyOf(operands []dataset.Value) func(cell string) bool {
	wanted := make(map[string]bool, len(operands))
	for _, v := range operands {
		wanted[v.Text] = true
	}
	return func(cell string) bool {
		for item := range strings.SplitSeq(cell, dataset.ListSeparator) {
			if wanted[item] {
				return true
			}
		}
		return false
	}
}

func less(_ context.Context, c *column, operands []dataset.Value) codeSet {
	return one(0, c.from(operands[0]))
}

func lessOrEqual(_ context.Context, c *column, operands []dataset.Value) codeSet {
	return one(0, c.beyond(operands[0]))
}

func greater(_ context.Context, c *column, operands []dataset.Value) codeSet {
	return one(c.beyond(operands[0]), c.size)
}

func greaterOrEqual(_ context.Context, c *column, operands []dataset.Value) codeSet {
	return one(c.from(operands[0]), c.size)
}

func between(_ context.Context, c *column, operands []dataset.Value) codeSet {
	return one(c.from(operands[0]), c.beyond(operands[1]))
}
