package table_test

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// question is a query as a person would put it, in texts.
type question struct {
	filters []condition
	either  [][][]condition
	search  []string // folded terms
	sort    []table.SortKey
	offset  int
	limit   int
	after   *int
}

// condition is a filter with its operands as they are written.
type condition struct {
	column   int
	part     table.Bucket // what is compared: the period of a date
	op       table.Op
	operands []string
}

// parsed makes the engine's query of a question.
func (q question) parsed(s dataset.Schema) table.Query {
	out := table.Query{Sort: q.sort, Offset: q.offset, Limit: q.limit, After: q.after, Search: q.search, Filters: parsed(s, q.filters)}
	for _, group := range q.either {
		alternatives := [][]table.Filter{}
		for _, all := range group {
			alternatives = append(alternatives, parsed(s, all))
		}
		out.Or = append(out.Or, alternatives)
	}
	return out
}

func parsed(s dataset.Schema, conditions []condition) []table.Filter {
	var out []table.Filter
	for _, c := range conditions {
		f := table.Filter{Column: c.column, Bucket: c.part, Op: c.op}
		for _, text := range c.operands {
			f.Values = append(f.Values, operand(c.part.Compared(s.Columns[c.column]), c.op, text))
		}
		out = append(out, f)
	}
	return out
}

// operand reads an operand as its operator takes it: patterns and parts of
// texts are no cells.
func operand(c dataset.Column, op table.Op, text string) dataset.Value {
	switch {
	case op == table.IsNull:
		c.Type = dataset.Boolean
	case c.Type == dataset.String || c.Type == dataset.ListType:
		return dataset.Value{Text: text}
	}
	v, wrong := c.Parse(text)
	if !wrong.Empty() {
		panic(text + ": " + wrong.En)
	}
	return v
}
