package table

import (
	"context"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/lang"
)

// The operators that compare whole values.
const (
	Eq      builtIn = "eq"      // of a list: one of its items is equal
	Ne      builtIn = "ne"      // of a list: none of its items is equal
	Lt      builtIn = "lt"      // less, or earlier
	Le      builtIn = "le"      // less or equal
	Gt      builtIn = "gt"      // greater, or later
	Ge      builtIn = "ge"      // greater or equal
	Between builtIn = "between" // from the first operand to the second, both included
	In      builtIn = "in"      // equal to one of the operands
	NotIn   builtIn = "not_in"  // equal to none of the operands
)

func eq() Operator {
	return Operator{
		Name: Eq, Meaning: lang.T("等しい（省略可）", "equal (optional)"), Takes: OneValue,
		applies: anyType, codes: equal, example: leastOf,
	}
}

func ne() Operator {
	return Operator{
		Name: Ne, Meaning: lang.T("等しくない", "not equal"), Takes: OneValue,
		applies: anyType, codes: notEqual, example: leastOf, apart: true,
	}
}

func lt() Operator {
	return Operator{
		Name: Lt, Meaning: lang.T("より小さい、より前", "less, earlier"), Takes: OneBound,
		applies: hasOrder, codes: less, example: greatestOf, apart: true,
	}
}

func le() Operator {
	return Operator{
		Name: Le, Meaning: lang.T("以下", "at most"), Takes: OneBound,
		applies: hasOrder, codes: lessOrEqual, example: greatestOf,
	}
}

func gt() Operator {
	return Operator{
		Name: Gt, Meaning: lang.T("より大きい、より後", "greater, later"), Takes: OneBound,
		applies: hasOrder, codes: greater, example: leastOf, apart: true,
	}
}

func ge() Operator {
	return Operator{
		Name: Ge, Meaning: lang.T("以上", "at least"), Takes: OneBound,
		applies: hasOrder, codes: greaterOrEqual, example: leastOf,
	}
}

func betweenEnds() Operator {
	return Operator{
		Name: Between, Meaning: lang.T("下限,上限 の間（両端を含む）", "from the lower to the upper end, both included"), Takes: TwoEnds,
		applies: hasOrder, codes: between, example: endsOf,
	}
}

func in() Operator {
	return Operator{
		Name: In, Meaning: lang.T("コンマで区切ったいずれかの値に等しい", "equal to one of a list"), Takes: ManyValues,
		applies: anyType, codes: equal, example: allOf,
	}
}

func notIn() Operator {
	return Operator{
		Name: NotIn, Meaning: lang.T("コンマで区切ったどの値とも等しくない", "equal to none of a list"), Takes: ManyValues,
		applies: anyType, codes: notEqual, example: leastOf, apart: true,
	}
}

// equal finds the values that are one of the operands. 10 and 10.0 are equal.
func equal(ctx context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	if c.HoldsLists() {
		return c.Accepting(ctx, anyOf(operands))
	}
	spans := make([]columnar.Span, 0, len(operands))
	for _, v := range operands {
		spans = append(spans, columnar.Span{Lo: c.From(v), Hi: c.Beyond(v)})
	}
	return columnar.Set{Spans: columnar.Union(spans)}.Flagged(c)
}

// notEqual finds the values that are none of the operands.
func notEqual(ctx context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	if c.HoldsLists() {
		has := anyOf(operands)
		return c.Accepting(ctx, func(cell string) bool { return !has(cell) })
	}
	set := equal(ctx, c, operands)
	if set.Flags == nil {
		return set.Except(c)
	}
	for code := range c.Size {
		set.Flags[code] ^= 1
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

func less(_ context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	return columnar.Range(0, c.From(operands[0]))
}

func lessOrEqual(_ context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	return columnar.Range(0, c.Beyond(operands[0]))
}

func greater(_ context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	return columnar.Range(c.Beyond(operands[0]), c.Size)
}

func greaterOrEqual(_ context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	return columnar.Range(c.From(operands[0]), c.Size)
}

func between(_ context.Context, c *columnar.Column, operands []dataset.Value) columnar.Set {
	return columnar.Range(c.From(operands[0]), c.Beyond(operands[1]))
}
