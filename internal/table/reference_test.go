package table_test

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/table"
)

// reference answers questions over rows of cells in the plainest way there is:
// a loop, a stable sort, a slice. It knows of no codes, blocks or buckets, and
// takes numbers from their letters into integers of any size. The engine must
// answer as it does.
type reference struct {
	schema dataset.Schema
	rows   [][]string
	exact  map[string]*big.Int // what a number is, in billionths
	facts  []facts             // of each column
}

func newReference(s dataset.Schema, rows [][]string) *reference {
	ref := &reference{schema: s, rows: slices.Clone(rows), exact: make(map[string]*big.Int)}
	var order []table.SortKey
	for _, name := range s.Order {
		order = append(order, table.SortKey{Column: s.Index(name)})
	}
	slices.SortStableFunc(ref.rows, func(a, b []string) int { return ref.compareRows(order, a, b) })
	for i := range s.Columns {
		ref.facts = append(ref.facts, ref.factsOf(i))
	}
	return ref
}

func (ref *reference) all() []int {
	rows := make([]int, len(ref.rows))
	for i := range rows {
		rows[i] = i
	}
	return rows
}

// answer returns the numbers of the rows of the page, and how many there are in
// all pages.
func (ref *reference) answer(q question) (page []int, count int) {
	kept := ref.matching(q)
	slices.SortStableFunc(kept, func(a, b int) int { return ref.order(q, a, b) })
	rest := kept
	if q.after != nil {
		rest = ref.behind(kept, q, *q.after)
	}
	rest = rest[min(q.offset, len(rest)):]
	if q.limit > 0 {
		rest = rest[:min(q.limit, len(rest))]
	}
	return rest, len(kept)
}

func (ref *reference) matching(q question) []int {
	kept := []int{}
	for _, row := range ref.all() {
		holds := func(c condition) bool { return ref.satisfies(ref.rows[row], c) }
		if !every(q.filters, holds) || len(q.search) > 0 && ref.score(ref.rows[row], q.search) == 0 {
			continue
		}
		if every(q.either, func(group [][]condition) bool {
			return slices.ContainsFunc(group, func(all []condition) bool { return every(all, holds) })
		}) {
			kept = append(kept, row)
		}
	}
	return kept
}

func every[T any](items []T, holds func(T) bool) bool {
	return !slices.ContainsFunc(items, func(item T) bool { return !holds(item) })
}

// order is how the answer to a question orders two rows that it does not find
// equal: as it says, then by how well they fit what is searched for.
func (ref *reference) order(q question, a, b int) int {
	return cmp.Or(ref.compareRows(q.sort, ref.rows[a], ref.rows[b]), cmp.Compare(ref.score(ref.rows[b], q.search), ref.score(ref.rows[a], q.search)))
}

// score is 0 unless every term is in some text; a term that is a whole text
// counts 3, one that a text begins with 2, any other 1.
func (ref *reference) score(row, terms []string) int {
	sum := 0
	for _, term := range terms {
		best := 0
		for i, c := range ref.schema.Columns {
			if c.Type != dataset.String && c.Type != dataset.ListType || c.Name == "source" {
				continue
			}
			switch text := fold.Text(row[i]); {
			case text == term:
				best = 3
			case strings.HasPrefix(text, term):
				best = max(best, 2)
			case strings.Contains(text, term):
				best = max(best, 1)
			}
		}
		if best == 0 {
			return 0
		}
		sum += best
	}
	return sum
}

// behind keeps the rows that stand behind one that need not be among them.
func (ref *reference) behind(rows []int, q question, after int) []int {
	kept := []int{}
	for _, row := range rows {
		if after < 0 || after >= len(ref.rows) {
			break // nothing stands behind a row that there is not
		}
		if cmp.Or(ref.order(q, row, after), cmp.Compare(row, after)) > 0 {
			kept = append(kept, row)
		}
	}
	return kept
}

func (ref *reference) compareRows(keys []table.SortKey, a, b []string) int {
	for _, k := range keys {
		if c := ref.compareCells(k, a[k.Column], b[k.Column]); c != 0 {
			return c
		}
	}
	return 0
}

func (ref *reference) compareCells(k table.SortKey, a, b string) int {
	switch {
	case a == "" || b == "": // the missing last, either way
		return cmp.Compare(len(b), len(a))
	case k.Descending:
		return ref.compare(k.Column, b, a)
	}
	return ref.compare(k.Column, a, b)
}

// compare orders present values. All but numbers are written so that they sort
// as their letters do.
func (ref *reference) compare(column int, a, b string) int {
	if !ref.numeric(column) {
		return strings.Compare(a, b)
	}
	return ref.number(a).Cmp(ref.number(b))
}

func (ref *reference) numeric(column int) bool {
	kind := ref.schema.Columns[column].Type
	return kind == dataset.Integer || kind == dataset.Number
}

// number returns what a cell says, in billionths.
func (ref *reference) number(cell string) *big.Int {
	if n, ok := ref.exact[cell]; ok {
		return n
	}
	whole, fraction, _ := strings.Cut(cell, ".")
	n, _ := new(big.Int).SetString(whole+fraction+strings.Repeat("0", 9-len(fraction)), 10)
	ref.exact[cell] = n
	return n
}

func (ref *reference) satisfies(row []string, c condition) bool {
	cell := periodOf(c.part, row[c.column])
	if c.op == table.IsNull {
		return (cell == "") == (c.operands[0] == "true")
	}
	if cell == "" {
		return false
	}
	items := []string{cell}
	if ref.schema.Columns[c.column].Type == dataset.ListType {
		items = strings.Split(cell, ";")
	}
	anyItem := func(accept func(item string) bool) bool { return slices.ContainsFunc(items, accept) }
	compare := func(a, b string) int { return ref.compareKeys(table.Key{Column: c.column, Bucket: c.part}, a, b) }
	order := func(operand string) int { return compare(cell, operand) }
	equal := func(item string) bool {
		return slices.ContainsFunc(c.operands, func(o string) bool { return compare(item, o) == 0 })
	}
	first := c.operands[0]
	switch c.op {
	case table.Eq, table.In:
		return anyItem(equal)
	case table.Ne, table.NotIn:
		return !anyItem(equal)
	case table.Lt:
		return order(first) < 0
	case table.Le:
		return order(first) <= 0
	case table.Gt:
		return order(first) > 0
	case table.Ge:
		return order(first) >= 0
	case table.Between:
		return order(first) >= 0 && order(c.operands[1]) <= 0
	case table.Like:
		return anyItem(func(item string) bool { return like([]rune(first), []rune(item)) })
	case table.Contains:
		return anyItem(func(item string) bool { return strings.Contains(item, first) })
	case table.StartsWith:
		return anyItem(func(item string) bool { return strings.HasPrefix(item, first) })
	case table.IsNull:
	}
	panic("an operator that the reference does not know: " + c.op.String())
}

// like matches a pattern letter by letter: * stands for any text, ? for one
// character, \ and a character for that one.
func like(pattern, text []rune) bool {
	switch {
	case len(pattern) == 0:
		return len(text) == 0
	case pattern[0] == '*':
		return like(pattern[1:], text) || len(text) > 0 && like(pattern, text[1:])
	case pattern[0] == '\\' && len(pattern) > 1:
		return len(text) > 0 && pattern[1] == text[0] && like(pattern[2:], text[1:])
	}
	return len(text) > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && like(pattern[1:], text[1:])
}
