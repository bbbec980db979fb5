package query

import (
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

// What messages show can be called as it stands: a value that is too long to be
// shown whole is not shown, and another one is looked for.

// maxLooked is in how many rows a message looks for a value to show.
const maxLooked = 10_000

// example shows a condition with a value that the column really has.
func (at resolved) example(name string, op table.Op) lang.Text {
	t := at.set.Table
	for row := range min(t.Len(), maxLooked) {
		if t.Missing(at.column, row) {
			continue
		}
		value := at.operand(row, op)
		if _, _, wrong := operands(at.compared(), op, value); !wrong.Empty() {
			continue
		}
		if example, ok := param.Hint(name, value); ok {
			return lang.T("（例 "+example+"）", " (for example "+example+")")
		}
	}
	return lang.Text{}
}

// operand writes the value of a row as an operator takes it.
func (at resolved) operand(row int, op table.Op) string {
	value := at.text(row)
	if at.compared().Type.Definition().Items != nil {
		value, _, _ = strings.Cut(value, dataset.ListSeparator)
	}
	_, most := op.Operands()
	switch {
	case op == table.IsNull:
		return "true"
	case op.Definition().Takes == table.TextPattern:
		return table.PatternOf(value)
	case most == 2:
		return at.rangeFrom(row)
	case most == 0:
		return param.Quote(value, ",")
	}
	return value
}

// rangeFrom shows two values, the lower first, one of them that of a row.
func (at resolved) rangeFrom(first int) string {
	t, last := at.set.Table, first
	for row := t.Len() - 1; row > first && last == first; row-- {
		if !t.Missing(at.column, row) {
			last = row
		}
	}
	if at.compared().Type.Compare(at.value(first), at.value(last)) > 0 {
		first, last = last, first
	}
	return param.Join([]string{at.text(first), at.text(last)})
}
