package api_test

import (
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fold"
)

// random makes data and what is asked about it, the same every time.
type random struct{ *rand.Rand }

func (r random) one(from ...string) string { return from[r.IntN(len(from))] }

func (r random) rarely() bool { return r.IntN(5) == 0 }

// question asks something at random.
func (r random) question(p *plain) enquiry {
	q := enquiry{offset: r.IntN(20) * r.IntN(2), limit: r.IntN(30) * r.IntN(2)}
	for range r.IntN(3) {
		if c := r.condition(p, 3); !slices.ContainsFunc(q.tests, c.clashes) {
			q.tests = append(q.tests, c)
		}
	}
	for range r.IntN(3) * r.IntN(2) {
		var group [][]test
		for range 1 + r.IntN(3) {
			all := []test{r.condition(p, 2)}
			if c := r.condition(p, 2); r.rarely() && !c.clashes(all[0]) {
				all = append(all, c)
			}
			group = append(group, all)
		}
		q.either = append(q.either, group)
	}
	if r.rarely() {
		q.words = r.words(p)
	}
	names := p.names
	switch r.IntN(4) {
	case 0:
		r.groups(p, &q)
		names = p.grouped(nil, q).names
	case 1:
		q.facets = r.some(p.countable(), 2)
	}
	q.sort, q.fields = r.some(names, 2), r.some(names, len(names))
	for i := range q.sort {
		q.sort[i] = r.one("", "-") + q.sort[i]
	}
	return q
}

// clashes reports whether two conditions cannot stand together: the same twice,
// or one cell that is to be two values.
func (c test) clashes(other test) bool {
	equal := func(op string) bool { return op == "eq" || op == "in" }
	return c.path == other.path && (c.op == other.op || equal(c.op) && equal(other.op))
}

// some picks no more than so many, all different; nil if none.
func (r random) some(names []string, most int) []string {
	if r.IntN(2) == 0 {
		return nil
	}
	names = slices.Clone(names)
	r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names[:1+r.IntN(min(most, len(names)))]
}

// countable is the columns whose values can be counted: all but lists.
func (p *plain) countable() []string {
	return slices.DeleteFunc(slices.Clone(p.names), func(name string) bool { return p.types[name] == dataset.ListType })
}

func (r random) groups(p *plain, q *enquiry) {
	for _, name := range r.some(p.countable(), 2) {
		if kind := p.types[name]; (kind == dataset.DateType || kind == dataset.MonthType) && !r.rarely() {
			name += "." + r.one("fiscal_year", "year", "quarter", "month")
		}
		q.by = append(q.by, name)
	}
	for _, name := range r.some(p.names, 3) {
		functions := []string{"count", "first", "last"}
		switch p.types[name] {
		case dataset.Integer, dataset.Number:
			functions = append(functions, "sum", "avg", "min", "max")
		case dataset.String, dataset.DateType, dataset.MonthType:
			functions = append(functions, "min", "max")
		case dataset.Boolean, dataset.ListType:
		}
		q.compute = append(q.compute, name+"."+r.one(functions...))
	}
	if len(q.by) == 0 || len(q.compute) > 0 && r.rarely() {
		q.compute = append(q.compute, "count")
	}
}

// words is part of a text to search for.
func (r random) words(p *plain) string {
	for range 100 {
		text := []rune(r.value(p, r.one(p.names...)))
		if len(text) == 0 {
			continue
		}
		from := r.IntN(len(text))
		words := string(text[from:min(len(text), from+1+r.IntN(3))])
		if len(fold.Terms(words)) > 0 && strings.TrimSpace(words) == words {
			return words
		}
	}
	return ""
}

// condition asks for a value that the column really has, somewhere.
func (r random) condition(p *plain, depth int) test {
	if len(p.leads) > 0 && depth > 0 && r.rarely() {
		var names []string
		for name := range p.leads {
			names = append(names, name)
		}
		slices.Sort(names)
		name := r.one(names...)
		c := r.condition(p.leads[name].to, depth-1)
		c.path = name + "." + c.path
		return c
	}
	name := r.one(p.names...)
	kind := p.types[name]
	values := slices.DeleteFunc([]string{r.value(p, name), r.value(p, name), r.value(p, name)}, func(v string) bool { return v == "" })
	if len(values) == 0 || r.IntN(12) == 0 {
		return test{name, "is_null", []string{r.one("true", "false")}}
	}
	ops := []string{"eq", "ne", "in", "not_in"}
	if kind != dataset.ListType && kind != dataset.Boolean {
		ops = append(ops, "lt", "le", "gt", "ge", "between")
	}
	if kind == dataset.ListType || kind == dataset.String {
		ops = append(ops, "contains", "starts_with", "like")
	}
	c := test{name, r.one(ops...), values[:1]}
	switch c.op {
	case "in", "not_in":
		c.operands = values
	case "between":
		c.operands = []string{values[0], values[len(values)-1]}
		slices.SortFunc(c.operands, func(a, b string) int { return compare(kind, a, b) })
	case "contains", "starts_with", "like":
		c.operands = []string{r.part(values[0], c.op)}
	}
	return c
}

// value is a value of a column; of a list, an item. It may be missing.
func (r random) value(p *plain, name string) string {
	if len(p.rows) == 0 {
		return ""
	}
	c := p.rows[r.IntN(len(p.rows))][name]
	if p.types[name] == dataset.ListType {
		return r.one(c.items()...)
	}
	return c.text
}

// part is a part of a text, or a pattern for it.
func (r random) part(text, op string) string {
	runes := []rune(text)
	from := r.IntN(len(runes))
	to := from + 1 + r.IntN(min(5, len(runes)-from))
	switch op {
	case "starts_with":
		return string(runes[:to])
	case "like":
		return r.one("", "*", "?") + string(runes[from:to]) + r.one("*", "*"+string(runes[len(runes)-1:]), "?")
	}
	return string(runes[from:to])
}

// spelling writes an enquiry as a query string, in one of many ways.
func (r random) spelling(q enquiry, format string) string {
	var parts []string
	add := func(name, value string) { parts = append(parts, url.QueryEscape(name)+"="+url.QueryEscape(value)) }
	for _, c := range q.tests {
		add(r.left(c), c.right())
	}
	for i, group := range q.either {
		var alternatives []string
		for _, all := range group {
			var conditions []string
			for _, c := range all {
				conditions = append(conditions, r.left(c)+"="+quoted(c.right(), `,|"`))
			}
			alternatives = append(alternatives, strings.Join(conditions, ","))
		}
		add(r.one("or.", "or.")+strconv.Itoa(i+2+r.IntN(2)*4), strings.Join(alternatives, "|"))
	}
	for _, list := range []struct {
		name   string
		values []string
	}{{"sort", q.sort}, {"fields", q.fields}, {"facets", q.facets}, {"aggregate", q.compute}} {
		if len(list.values) > 0 {
			add(list.name, strings.Join(list.values, ","))
		}
	}
	if len(q.by) > 0 {
		add(map[bool]string{true: "distinct", false: "group_by"}[len(q.compute) == 0], strings.Join(q.by, ","))
	}
	if q.words != "" {
		add("q", q.words)
	}
	if q.limit > 0 {
		add("limit", strconv.Itoa(q.limit))
	}
	if q.offset > 0 {
		add("offset", strconv.Itoa(q.offset))
	}
	add("format", format)
	r.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
	return strings.Join(parts, "&")
}

func (r random) left(c test) string {
	if c.op == "eq" && r.IntN(2) == 0 {
		return c.path
	}
	return c.path + "." + c.op
}

func (c test) right() string {
	if c.op != "in" && c.op != "not_in" && c.op != "between" {
		return c.operands[0]
	}
	var values []string
	for _, v := range c.operands {
		values = append(values, quoted(v, `,"`))
	}
	return strings.Join(values, ",")
}
