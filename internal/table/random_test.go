package table_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/table"
)

// random makes tables and questions about them.
type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 0))} }

// oneIn is true once in n times.
func (r random) oneIn(n int) bool { return r.IntN(n) == 0 }

// schema has a column of each type and two of the types that most is done with,
// one of them the source, which is not searched, and is sorted by up to three of
// them.
func (r random) schema() dataset.Schema {
	s := dataset.Schema{Columns: []dataset.Column{{Name: "source", Type: dataset.String}}}
	for i, kind := range append(dataset.Types(), dataset.Number) {
		s.Columns = append(s.Columns, dataset.Column{Name: fmt.Sprintf("%s_%d", kind, i), Type: kind})
	}
	for _, i := range r.Perm(len(s.Columns))[:r.IntN(4)] {
		s.Order = append(s.Order, s.Columns[i].Name)
	}
	return s
}

// rows have cells of a choice per column, from one to as many as there are
// rows; some columns miss none, some all.
func (r random) rows(s dataset.Schema, n int) [][]string {
	rows := make([][]string, n)
	for _, c := range s.Columns {
		style := r.IntN(styles)
		choice := make([]string, 1+r.IntN([]int{3, 12, n + 1}[r.IntN(3)]))
		for i := range choice {
			choice[i] = r.cell(c.Type, style)
		}
		missingOneIn := []int{1, 2, 10, math.MaxInt}[min(r.IntN(12), 3)]
		for i := range rows {
			cell := choice[r.IntN(len(choice))]
			if r.oneIn(missingOneIn) {
				cell = ""
			}
			rows[i] = append(rows[i], cell)
		}
	}
	return rows
}

// styles is how many kinds of numbers there are: small ones, those at which
// codes become wider, and those that 18 digits hardly hold.
const styles = 4

// cell is never empty.
func (r random) cell(kind dataset.Type, style int) string {
	switch kind {
	case dataset.Integer:
		return r.integer(style)
	case dataset.Number:
		return r.number(style)
	case dataset.Boolean:
		return strconv.FormatBool(r.oneIn(2))
	case dataset.DateType:
		return r.date()
	case dataset.MonthType:
		return r.date()[:len("2006-01")]
	case dataset.YearType:
		return strconv.Itoa(2026 - r.IntN(5))
	case dataset.ListType:
		items := make([]string, 1+r.IntN(3))
		for i := range items {
			items[i] = r.text()
		}
		return strings.Join(items, dataset.ListSeparator)
	case dataset.String:
	}
	return r.text()
}

func (r random) integer(style int) string {
	n := r.Int64N(20) - 10
	switch style {
	case 1: // 8, 16 and 32 bits, less one, exactly, and more
		n = 1<<(8<<r.IntN(3)) + r.Int64N(4) - 2
		if r.oneIn(3) {
			n = 0
		}
	case 2: //nolint:mnd // the last styles
		n = (most18 - r.Int64N(3)) * (1 - 2*r.Int64N(2))
	case 3: //nolint:mnd // the last styles
		n = r.Int64N(2*most18) - most18
	}
	return strconv.FormatInt(n, 10)
}

const most18 = 1e18 - 1

func (r random) number(style int) string {
	switch style {
	case 1:
		return pick(r, "0", "0.0", "10.0", "10", "-0.5", "-0.50", "0.5", "2.5", "2.50")
	case 2: //nolint:mnd // the last styles
		return pick(r, "99999999999999999.9", "-99999999999999999.9", "0.000000001", "-0.000000001", "999999999999999999", "0.5", "7", "7.0", "7.00")
	case 3: //nolint:mnd // the last styles
		return pick(r, "999999999.999999999", "-999999999.999999999", "999999999.999999998", "0", "0.1")
	}
	scale := r.IntN(4)
	digits := fmt.Sprintf("%0*d", scale+1, r.IntN(5000))
	text := digits[:len(digits)-scale]
	if scale > 0 {
		text += "." + digits[len(digits)-scale:]
	}
	if r.oneIn(2) && strings.Trim(text, "0.") != "" {
		text = "-" + text
	}
	return text
}

func (r random) date() string {
	if r.oneIn(8) {
		return pick(r, "0001-01-01", "0001-03-31", "9999-12-31", "1969-12-31", "1970-01-01", "2024-02-29")
	}
	return fmt.Sprintf("%04d-%02d-%02d", 2020+r.IntN(6), 1+r.IntN(12), 1+r.IntN(28))
}

func (r random) text() string {
	if r.oneIn(4) {
		return pick(r, "八", "八戸", "\U0001f333", "a*", "a?b", "a.b", "[", "\\", "ab\"", "a,b")
	}
	return strconv.FormatUint(r.Uint64N(1<<(1+r.IntN(20))), 36)
}

func pick[T any](r random, of ...T) T { return of[r.IntN(len(of))] }

// heldRows is how many rows the engine keeps from its first pass.
const heldRows = 1 << 16

// question asks anything that may be asked of the rows.
func (r random) question(ref *reference) question {
	q := question{filters: r.conditions(ref, r.IntN(4)), offset: r.IntN(8) * r.IntN(2), limit: r.IntN(8) * r.IntN(2)}
	for range r.IntN(3) * r.IntN(2) {
		var group [][]condition
		for range r.IntN(4) {
			group = append(group, r.conditions(ref, r.IntN(3)))
		}
		q.either = append(q.either, group)
	}
	for range r.IntN(4) {
		q.sort = append(q.sort, table.SortKey{Column: r.column(ref), Descending: r.oneIn(2)})
	}
	if len(ref.rows) > heldRows && !r.oneIn(4) { // most of them, or they are not too many to be kept
		q.filters, q.either = nil, nil
	}
	if r.oneIn(4) {
		q.limit = r.IntN(len(ref.rows) + 1)
	}
	if r.oneIn(3) {
		after := r.IntN(len(ref.rows) + 1)
		if r.oneIn(20) {
			after = pick(r, -1, len(ref.rows), math.MaxInt, math.MinInt)
		}
		q.after = &after
	}
	if r.oneIn(20) {
		q.offset = pick(r, math.MaxInt, len(ref.rows), len(ref.rows)/2)
	}
	if r.oneIn(5) && len(ref.rows) < heldRows { // the reference searches slowly
		r.look(ref, &q)
	}
	return q
}

// look makes a question ask for words: parts of texts that are there. A page
// goes on behind a row that has them.
func (r random) look(ref *reference, q *question) {
	for range 1 + r.IntN(2) {
		q.search = append(q.search, fold.Terms(pick(r, "a", "1", "八", "\U0001f333", "B", "a?b", "z9"))...)
	}
	if found := ref.matching(question{search: q.search, filters: q.filters, either: q.either}); q.after != nil && len(found) > 0 {
		after := found[r.IntN(len(found))]
		q.after = &after
	} else {
		q.after = nil
	}
}

// column prefers those that the table is sorted by, in their order.
func (r random) column(ref *reference) int {
	if n := len(ref.schema.Order); n > 0 && r.oneIn(2) {
		return ref.schema.Index(ref.schema.Order[min(r.IntN(n), r.IntN(n))])
	}
	return r.IntN(len(ref.schema.Columns))
}

func (r random) conditions(ref *reference, n int) []condition {
	var out []condition
	for range n {
		out = append(out, r.condition(ref))
	}
	return out
}

func (r random) condition(ref *reference) condition {
	c := condition{column: r.column(ref)}
	kind := ref.schema.Columns[c.column].Type
	if (kind == dataset.DateType || kind == dataset.MonthType) && r.oneIn(2) {
		c.part = pick(r, table.Buckets()...)
		kind = c.part.Compared(ref.schema.Columns[c.column]).Type
	}
	c.op = pick(r, slices.DeleteFunc(table.Ops(), func(op table.Op) bool { return !op.Applies(kind) })...)
	if r.oneIn(3) {
		c.op = table.Eq
	}
	least, most := c.op.Operands()
	n := least
	if most == 0 {
		n += r.IntN(12)
	}
	for range n {
		c.operands = append(c.operands, r.operand(ref, c))
	}
	if c.op == table.IsNull {
		c.operands = []string{strconv.FormatBool(r.oneIn(2))}
	}
	return c
}

// operand is most often a cell of the column, or a part of one.
func (r random) operand(ref *reference, c condition) string {
	kind := ref.schema.Columns[c.column].Type
	text := r.cell(kind, r.IntN(styles))
	if len(ref.rows) > 0 && !r.oneIn(6) {
		if cell := ref.rows[r.IntN(len(ref.rows))][c.column]; cell != "" {
			text = cell
		}
	}
	if kind == dataset.ListType {
		text, _, _ = strings.Cut(text, dataset.ListSeparator)
	}
	if c.part != "" {
		return periodOf(c.part, text)
	}
	letters := []rune(text)
	at := r.IntN(len(letters))
	if c.op == table.Contains {
		return string(letters[at:])
	}
	if c.op == table.StartsWith {
		return string(letters[:at+1])
	}
	if c.op == table.Like {
		return string(letters[:at]) + pick(r, "*", "?", "*?", "?*", "**") + string(letters[min(len(letters), at+r.IntN(3)):])
	}
	return text
}

// grouping computes anything that may be computed.
func (r random) grouping(ref *reference) table.Grouping {
	var g table.Grouping
	for range r.IntN(4) {
		k := table.Key{Column: r.column(ref)}
		if kind := ref.schema.Columns[k.Column].Type; kind == dataset.DateType || kind == dataset.MonthType {
			k.Bucket = pick(r, append(table.Buckets(), "")...)
		}
		g.Keys = append(g.Keys, k)
	}
	for range r.IntN(4) {
		a := table.Aggregate{Func: table.Count, Column: -1}
		if !r.oneIn(6) {
			a.Column = r.IntN(len(ref.schema.Columns))
			kind := ref.schema.Columns[a.Column].Type
			a.Func = pick(r, slices.DeleteFunc(table.Funcs(), func(f table.Func) bool { return !f.Applies(kind) })...)
		}
		g.Aggregates = append(g.Aggregates, a)
	}
	return g
}
