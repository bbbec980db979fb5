package api_test

import (
	"cmp"
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fold"
	"hachinohe.example/opendata/internal/release"
)

// cell is a value as JSON writes it, and as text: that of a CSV.
type cell struct{ raw, text string }

func (c cell) missing() bool { return c.text == "" }

func (c cell) items() []string { return strings.Split(c.text, ";") }

// record is a row: cells by column.
type record map[string]cell

// plain is a dataset as its JSON file has it, to be asked the plainest way: with
// loops over rows.
type plain struct {
	names []string
	types map[string]dataset.Type
	codes map[string]bool
	rows  []record
	leads map[string]lead // relations
}

// lead is a relation to the rows of which a column is what a cell says.
type lead struct {
	column, key string
	many        bool
	to          *plain
}

// plainly reads every dataset of a release from its JSON file.
func plainly(t *testing.T, rel *release.Release, file func(name string) []byte) map[string]*plain {
	t.Helper()
	all := make(map[string]*plain)
	for _, set := range rel.Sets {
		p := &plain{types: map[string]dataset.Type{}, codes: map[string]bool{}, leads: map[string]lead{}}
		for _, c := range set.Schema.Columns {
			if c.Constant != "" {
				continue
			}
			p.names = append(p.names, c.Name)
			p.types[c.Name], p.codes[c.Name] = c.Type, len(c.Codes) > 0
		}
		var rows []map[string]json.RawMessage
		if err := json.Unmarshal(file(set.File+".json"), &rows); err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			r := make(record)
			for _, name := range p.names {
				r[name] = cellOf(t, string(row[name]))
			}
			p.rows = append(p.rows, r)
		}
		all[set.ID] = p
	}
	for _, r := range []struct{ from, name, column, to, key string }{ // the guide's relations
		{"goals", "plan", "plan_id", "plans", "id"},
		{"policies", "goal", "goal_id", "goals", "id"},
		{"initiatives", "policy", "policy_id", "policies", "id"},
		{"indicators", "policy", "policy_id", "policies", "id"},
		{"initiatives", "relisted_policies", "relisted_policy_ids", "policies", "id"},
		{"indicators", "initiatives", "initiative_ids", "initiatives", "id"},
		{"observations", "indicator", "indicator_id", "indicators", "id"},
		{"initiative_progress", "initiative", "initiative_id", "initiatives", "id"},
		{"bodies", "parent", "parent_id", "bodies", "id"},
	} {
		from := all[r.from]
		from.leads[r.name] = lead{r.column, r.key, from.types[r.column] == dataset.ListType, all[r.to]}
	}
	return all
}

func cellOf(t *testing.T, raw string) cell {
	t.Helper()
	switch raw[0] {
	case 'n':
		return cell{raw, ""}
	case '"':
		var text string
		if err := json.Unmarshal([]byte(raw), &text); err != nil {
			t.Fatal(err)
		}
		return cell{raw, text}
	case '[':
		var items []string
		if err := json.Unmarshal([]byte(raw), &items); err != nil {
			t.Fatal(err)
		}
		return cell{raw, strings.Join(items, ";")}
	}
	return cell{raw, raw}
}

// compare orders two values that are not missing.
func compare(kind dataset.Type, a, b string) int {
	if kind == dataset.Integer || kind == dataset.Number {
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		return x.Cmp(y)
	}
	return cmp.Compare(a, b) // dates and booleans, too
}

// test is a condition: a path of relations and a column, an operator, operands.
type test struct {
	path, op string
	operands []string
}

func (p *plain) keeps(r record, c test) bool {
	head, below, more := strings.Cut(c.path, ".")
	if more {
		to := p.leads[head]
		for _, item := range r[to.column].items() {
			for _, other := range to.to.rows {
				if item != "" && other[to.key].text == item && to.to.keeps(other, test{below, c.op, c.operands}) {
					return true
				}
			}
		}
		return false
	}
	value, kind := r[head], p.types[head]
	if c.op == "is_null" {
		return value.missing() == (c.operands[0] == "true")
	}
	if value.missing() {
		return false
	}
	items := []string{value.text}
	if kind == dataset.ListType {
		items = value.items()
	}
	among := func(item string) bool {
		return slices.ContainsFunc(c.operands, func(o string) bool { return compare(kind, item, o) == 0 })
	}
	switch c.op {
	case "eq", "in":
		return slices.ContainsFunc(items, among)
	case "ne", "not_in":
		return !slices.ContainsFunc(items, among)
	}
	return slices.ContainsFunc(items, func(item string) bool { return holds(kind, item, c) })
}

func holds(kind dataset.Type, item string, c test) bool {
	first := c.operands[0]
	switch c.op {
	case "lt":
		return compare(kind, item, first) < 0
	case "le":
		return compare(kind, item, first) <= 0
	case "gt":
		return compare(kind, item, first) > 0
	case "ge":
		return compare(kind, item, first) >= 0
	case "between":
		return compare(kind, item, first) >= 0 && compare(kind, item, c.operands[1]) <= 0
	case "contains":
		return strings.Contains(item, first)
	case "starts_with":
		return strings.HasPrefix(item, first)
	}
	return matches([]rune(first), []rune(item)) // like
}

// matches reports whether a text is like a pattern.
func matches(pattern, text []rune) bool {
	switch {
	case len(pattern) == 0:
		return len(text) == 0
	case pattern[0] == '*':
		return matches(pattern[1:], text) || len(text) > 0 && matches(pattern, text[1:])
	}
	return len(text) > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && matches(pattern[1:], text[1:])
}

// score is how well a row fits the words that are searched for.
func (p *plain) score(r record, terms []string) int {
	sum := 0
	for _, term := range terms {
		best := 0
		for name, kind := range p.types {
			if kind != dataset.String && kind != dataset.ListType || name == "source" || r[name].missing() {
				continue
			}
			switch text := fold.Text(r[name].text); {
			case text == term:
				best = max(best, 3)
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

// enquiry is what a random request asks.
type enquiry struct {
	tests   []test
	either  [][][]test
	words   string
	sort    []string // columns, a - before those that descend
	by      []string // columns, perhaps with a period behind a dot
	compute []string // column.function, or count
	fields  []string
	facets  []string
	offset  int
	limit   int
}

// answers keeps the rows that an enquiry is about and puts them in order.
func (p *plain) answers(q enquiry) []record {
	terms := fold.Terms(q.words)
	var kept []record
	for _, r := range p.rows {
		fits := func(c test) bool { return p.keeps(r, c) }
		one := func(group [][]test) bool {
			return slices.ContainsFunc(group, func(all []test) bool { return !slices.ContainsFunc(all, func(c test) bool { return !fits(c) }) })
		}
		if !slices.ContainsFunc(q.tests, func(c test) bool { return !fits(c) }) && !slices.ContainsFunc(q.either, func(g [][]test) bool { return !one(g) }) &&
			(q.words == "" || p.score(r, terms) > 0) {
			kept = append(kept, r)
		}
	}
	return kept
}

// ordered sorts rows; those that nothing tells apart stay as they are.
func (p *plain) ordered(rows []record, by []string, terms []string) {
	slices.SortStableFunc(rows, func(a, b record) int {
		for _, name := range by {
			name, descending := strings.CutPrefix(name, "-")
			if c := p.order(name, a[name], b[name], descending); c != 0 {
				return c
			}
		}
		return p.score(b, terms) - p.score(a, terms)
	})
}

func (p *plain) order(name string, a, b cell, descending bool) int {
	switch {
	case a.missing() && b.missing():
		return 0
	case a.missing():
		return 1
	case b.missing():
		return -1
	case descending:
		a, b = b, a
	}
	return compare(p.types[name], a.text, b.text)
}
