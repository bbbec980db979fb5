package table

import (
	"context"
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// Filter keeps the rows whose cell in a column satisfies an operator with its
// operands. A missing cell satisfies no operator but IsNull.
type Filter struct {
	Column int
	Bucket Bucket // what is compared: the period that the cell lies in; empty = the cell itself
	Op     Op
	Values []dataset.Value // as many as the operator takes, none of them missing
}

// Equal keeps the rows that have exactly this text in a column, or among the
// items of a list.
func Equal(column int, text string) Filter {
	return Filter{Column: column, Op: Eq, Values: []dataset.Value{{Text: text}}}
}

// prepare makes a filter ready. Nothing satisfies an operator that cannot be
// asked of the column, or without a value to compare with.
func (t *Table) prepare(ctx context.Context, f Filter) columnar.Predicate {
	c, op := &t.columns[f.Column], f.Op.Definition()
	least, _ := op.Takes.operands()
	if !f.Bucket.Applies(c.Type) || !op.applies(f.Bucket.Compared(c.Column).Type) || len(f.Values) < least || slices.ContainsFunc(f.Values, func(v dataset.Value) bool { return v.Missing }) {
		return columnar.Predicate{Column: c}
	}
	return columnar.Predicate{Column: c, Set: f.Bucket.codes(ctx, c, op, f.Values)}
}
