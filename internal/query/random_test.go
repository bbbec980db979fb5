package query_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

const (
	randomSchemas     = 300
	queriesPerSchema  = 40
	queriesPerDataset = 300
)

// meaning writes down all that a query asks.
func meaning(tb testing.TB, s query.Subject, q query.Query) string {
	tb.Helper()
	rows, err := q.Rows(tb.Context(), s.Set.Table)
	if err != nil {
		tb.Fatalf("%s?%s: %v", s.Set.ID, q, err)
	}
	page := "no groups"
	if q.Group != nil {
		paged, err := q.Groups(s.Set.Table)
		page = fmt.Sprintf("%+v %+v %v", *q.Group, paged, err)
	}
	after := -1
	if rows.After != nil {
		after = *rows.After
		rows.After = nil
	}
	var expanded func([]query.Relation) string
	expanded = func(list []query.Relation) string {
		var b strings.Builder
		for _, r := range list {
			fmt.Fprintf(&b, "%s %d→%s %d (%s)", r.Name, r.Column, r.Target.ID, r.TargetColumn, expanded(r.Below))
		}
		return b.String()
	}
	return fmt.Sprintf("%q\n%+v after %d\n%v %v %d %d\n%s\n%s", q.Given, rows, after, q.Fields, q.Facets, q.Offset, q.Limit, page, expanded(q.Expand))
}

// random makes schemas, rows and queries.
type random struct{ *rand.Rand }

func (r random) cell(kind dataset.Type) string {
	cells := map[dataset.Type][]string{
		dataset.String:    {"a", "b", "八", "a,b", `"`, `a"b`, "x|y", "a=b", `"",`, "b.eq"},
		dataset.Integer:   {"0", "-1", "12", "123456789012345678"},
		dataset.Number:    {"0", "0.0", "10.0", "10", "-0.5", "-0.50", "0.000000001"},
		dataset.Boolean:   {"true", "false"},
		dataset.DateType:  {"2026-04-01", "1969-12-31", "0001-01-01"},
		dataset.MonthType: {"2026-04", "1969-12"},
		dataset.YearType:  {"2026", "1969"},
		dataset.ListType:  {"r-1", "r-2", "r-3", "x,y"},
	}[kind]
	return cells[r.IntN(len(cells))]
}

// world is a release of one dataset with columns of random types, of which some
// are coded and some refer to the dataset itself.
func (r random) world(t *testing.T) query.Subject {
	t.Helper()
	s := dataset.Schema{Key: []string{"id"}, Order: []string{"id"}, Columns: []dataset.Column{{Name: "id", Type: dataset.String}}}
	names := []string{"policy_id", "policy", "policies", "like", "count", "eq", "value", "value_max", "when", "or_id", "x_codes"}
	for _, i := range r.Perm(len(names))[:2+r.IntN(6)] {
		c := dataset.Column{Name: names[i], Type: dataset.Types()[r.IntN(len(dataset.Types()))]}
		switch {
		case r.IntN(4) == 0:
			for _, value := range []string{r.cell(c.Type), r.cell(c.Type)} {
				c.Codes = append(c.Codes, dataset.Code{Value: value})
			}
		case (c.Type == dataset.String || c.Type == dataset.ListType) && r.IntN(2) == 0:
			s.References = append(s.References, dataset.Reference{Column: c.Name, Dataset: "world", Target: "id"})
		}
		s.Columns = append(s.Columns, c)
	}
	var rows [][]string
	for n := range 4 {
		row := []string{fmt.Sprintf("r-%d", n)}
		for _, c := range s.Columns[1:] {
			cell := ""
			if r.IntN(4) > 0 {
				cell = r.cell(c.Type)
			}
			if slices.ContainsFunc(s.References, func(ref dataset.Reference) bool { return ref.Column == c.Name }) {
				cell = fmt.Sprintf("r-%d", r.IntN(4))
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	made, err := table.FromRows(s, rows)
	if err != nil {
		t.Fatal(err)
	}
	in := &release.Release{Meta: release.Embedded()}
	in.Sets = []release.Set{{Dataset: dataset.Dataset{ID: "world", Schema: s}, Table: made}}
	return query.Subject{Set: &in.Sets[0], In: in}
}

// condition writes one condition, which may be wrong.
func (r random) condition(s query.Subject) (name, value string) {
	set, prefix := s.Set, ""
	for range r.IntN(4) {
		list := query.Relations(query.Subject{Set: set, In: s.In})
		if len(list) == 0 {
			break
		}
		next := list[r.IntN(len(list))]
		set, prefix = next.Target, prefix+next.Name+"."
	}
	c := set.Table.Column(r.IntN(set.Table.Columns()))
	path, part := prefix+c.Name, table.Bucket("")
	if table.Year.Applies(c.Type) && r.IntN(2) == 0 {
		part = table.Buckets()[r.IntN(len(table.Buckets()))]
		path += "." + string(part)
	}
	op := table.Ops()[r.IntN(len(table.Ops()))]
	one := func() string {
		if n := set.Table.Len(); n > 0 && r.IntN(2) == 0 {
			if text := set.Table.Text(set.Table.Index(c.Name), r.IntN(n)); text != "" && c.Type != dataset.ListType {
				return text
			}
		}
		if len(c.Codes) > 0 {
			return c.Codes[r.IntN(len(c.Codes))].Value
		}
		return r.cell(c.Type)
	}
	if part != "" {
		cell := one
		one = func() string {
			v, wrong := c.Parse(cell())
			if !wrong.Empty() {
				return "2021"
			}
			return string(part.Compared(c).Type.Append(nil, part.Holding(c.Type, v)))
		}
	}
	_, most := op.Operands()
	switch {
	case op == table.IsNull:
		value = r.cell(dataset.Boolean)
	case most == 1:
		value = one()
	case most == 2:
		value = quoted(one()) + "," + quoted(one())
	default:
		var values []string
		for range 1 + r.IntN(3) {
			values = append(values, quoted(one()))
		}
		value = strings.Join(values, ",")
	}
	if op == table.Eq && r.IntN(2) == 0 {
		return path, value
	}
	return path + "." + op.String(), value
}

func quoted(value string) string { return `"` + strings.ReplaceAll(value, `"`, `""`) + `"` }

func (r random) alternatives(s query.Subject) string {
	var alternatives []string
	for range 1 + r.IntN(3) {
		var conditions []string
		for range 1 + r.IntN(3) {
			name, value := r.condition(s)
			conditions = append(conditions, name+"="+quoted(value))
		}
		alternatives = append(alternatives, strings.Join(conditions, ","))
	}
	return strings.Join(alternatives, "|")
}

// query writes a query string, which may be wrong.
func (r random) query(s query.Subject) string {
	values := make(url.Values)
	for range r.IntN(3) {
		values.Set(r.condition(s))
	}
	column := func() string { return s.Set.Table.Column(r.IntN(s.Set.Table.Columns())).Name }
	for _, p := range []struct {
		name string
		make func() string
	}{
		{"or", func() string { return r.alternatives(s) }},
		{fmt.Sprintf("or.%d", 2+r.IntN(8)), func() string { return r.alternatives(s) }},
		{"fields", column},
		{"sort", func() string { return "-" + column() }},
		{"facets", column},
		{"limit", func() string { return strconv.Itoa(1 + r.IntN(200)) }},
		{"offset", func() string { return strconv.Itoa(r.IntN(2)) }},
		{"q", func() string { return r.cell(dataset.String) }},
		{"group_by", func() string { return column() + []string{"", ".year", ".month"}[r.IntN(3)] }},
		{"aggregate", func() string { return "count," + column() + "." + string(table.Funcs()[r.IntN(len(table.Funcs()))]) }},
		{"expand", func() string {
			var names []string
			for _, relation := range query.Relations(s) {
				names = append(names, relation.Name)
			}
			return strings.Join(names[:min(len(names), 2)], ",")
		}},
	} {
		if r.IntN(8) == 0 {
			values.Set(p.name, p.make())
		}
	}
	return values.Encode()
}

func TestWhatAQueryPrintsIsTheSameQuery(t *testing.T) {
	r := random{rand.New(rand.NewPCG(1, 2))}
	accepted, asked := 0, 0
	try := func(s query.Subject) {
		asked++
		raw := r.query(s)
		q, err := parse(s, raw, inPages())
		if err != nil {
			return
		}
		accepted++
		same(t, s, q, inPages())
	}
	for range randomSchemas {
		s := r.world(t)
		for range queriesPerSchema {
			try(s)
		}
	}
	in := subject(t, "goals").In
	for i := range in.Sets {
		for range queriesPerDataset {
			try(query.Subject{Set: &in.Sets[i], In: in})
		}
	}
	if accepted < asked/3 {
		t.Errorf("only %d of %d queries were right: the test shows too little", accepted, asked)
	}
	t.Logf("%d of %d queries were right", accepted, asked)
}
