package query

import (
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// What messages show can be called as it stands: a value that is too long to be
// shown whole is not shown, and another one is looked for.

// maxLooked is in how many rows a message looks for a value to show.
const maxLooked = 10_000

// exampleOf shows a condition with a value that the column really has.
func exampleOf(set *release.Set, column int, name string, op table.Op) lang.Text {
	t := set.Table
	for row := range min(t.Len(), maxLooked) {
		if t.Missing(column, row) {
			continue
		}
		value := operandOf(t, column, row, op)
		if _, _, wrong := operands(t.Column(column), op, value); !wrong.Empty() {
			continue
		}
		if example, ok := param.Hint(name, value); ok {
			return lang.T("（例 "+example+"）", " (for example "+example+")")
		}
	}
	return lang.Text{}
}

// operandOf writes the value of a row as an operator takes it.
func operandOf(t *table.Table, column, row int, op table.Op) string {
	value := t.Text(column, row)
	if t.Column(column).Type.Definition().Items != nil {
		value, _, _ = strings.Cut(value, dataset.ListSeparator)
	}
	_, most := op.Operands()
	switch {
	case op == table.IsNull:
		return "true"
	case op.Definition().Takes == table.TextPattern:
		return table.PatternOf(value)
	case most == 2:
		return rangeOf(t, column, row)
	case most == 0:
		return param.Quote(value, ",")
	}
	return value
}

// rangeOf shows two values of a column, the lower first.
func rangeOf(t *table.Table, column, first int) string {
	last := first
	for row := t.Len() - 1; row > first && last == first; row-- {
		if !t.Missing(column, row) {
			last = row
		}
	}
	if t.Column(column).Type.Compare(t.Value(column, first), t.Value(column, last)) > 0 {
		first, last = last, first
	}
	return param.Join([]string{t.Text(column, first), t.Text(column, last)})
}
