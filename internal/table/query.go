package table

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
)

// Op compares a cell with a value.
type Op int

// The operators. A missing cell satisfies none of them.
const (
	Eq Op = iota // equal; of a list: one of its items is equal
	Ge           // greater than or equal, or later
	Le           // less than or equal, or earlier
)

// Filter keeps the rows whose cell in a column stands in the relation to Value.
type Filter struct {
	Column int
	Op     Op
	Value  dataset.Value
}

// SortKey is one column to sort by. Missing cells come last either way.
type SortKey struct {
	Column     int
	Descending bool
}

// Query asks for a page of the rows that satisfy every filter.
type Query struct {
	Filters []Filter
	Sort    []SortKey // completed by the table's own order
	Offset  int
	Limit   int // 0 = no limit
}

// Rows is the answer to a query: row numbers of its table.
type Rows struct {
	Table *Table
	Index []int // the rows of the page
	Count int   // how many rows there are in all pages
}

// All returns every row, in the table's order.
func (t *Table) All() Rows { return t.Select(Query{}) }

// Select answers a query.
func (t *Table) Select(q Query) Rows {
	matches := make([]int, 0, min(t.rows, 1024))
	for row := range t.rows {
		if t.matches(q.Filters, row) {
			matches = append(matches, row)
		}
	}
	if len(q.Sort) > 0 {
		slices.SortStableFunc(matches, t.byKeys(q.Sort)) // stable: ties stay in the table's order
	}
	page := matches[min(q.Offset, len(matches)):]
	if q.Limit > 0 {
		page = page[:min(q.Limit, len(page))]
	}
	return Rows{Table: t, Index: page, Count: len(matches)}
}

// Find returns the first row whose cell in the named column is the text, false
// if there is none.
func (t *Table) Find(name, text string) (int, bool) {
	i := t.Index(name)
	if i < 0 {
		return 0, false
	}
	v, wrong := t.columns[i].Parse(text)
	if !wrong.Empty() || v.Missing {
		return 0, false
	}
	rows := t.Select(Query{Filters: []Filter{{Column: i, Op: Eq, Value: v}}, Limit: 1})
	if len(rows.Index) == 0 {
		return 0, false
	}
	return rows.Index[0], true
}

// Distinct returns the different present texts of a column, in order.
func (t *Table) Distinct(name string) []string {
	i := t.Index(name)
	if i < 0 {
		return nil
	}
	seen := make(map[string]bool)
	for row := range t.rows {
		if !t.Missing(i, row) {
			seen[t.Text(i, row)] = true
		}
	}
	out := make([]string, 0, len(seen))
	for text := range seen {
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

func (t *Table) matches(filters []Filter, row int) bool {
	for _, f := range filters {
		if !t.columns[f.Column].satisfies(f, row) {
			return false
		}
	}
	return true
}

func (c *column) satisfies(f Filter, row int) bool {
	v := c.value(row)
	if v.Missing || f.Value.Missing {
		return false
	}
	if c.Type == dataset.ListType && f.Op == Eq {
		return listHas(v.Text, f.Value.Text)
	}
	order := c.Type.Compare(v, f.Value)
	switch f.Op {
	case Eq:
		return order == 0
	case Ge:
		return order >= 0
	case Le:
		return order <= 0
	}
	return false
}

func listHas(cell, item string) bool {
	for part := range strings.SplitSeq(cell, dataset.ListSeparator) {
		if part == item {
			return true
		}
	}
	return false
}

func (t *Table) byKeys(keys []SortKey) func(a, b int) int {
	return func(a, b int) int {
		for _, k := range keys {
			c := &t.columns[k.Column]
			order := c.compare(a, b)
			if k.Descending && !c.isMissing(a) && !c.isMissing(b) {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return 0
	}
}
