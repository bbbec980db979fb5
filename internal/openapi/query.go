package openapi

import (
	"strings"

	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
)

// describeQuery gives the parameters of a list examples that work, and adds the
// one that stands for all conditions. Scope is what the address says of the
// rows, as in parseRecords.
func (m *maker) describeQuery(set *release.Set, op object, scope string) {
	main := telling(set)
	name := set.Table.Column(main).Name
	for parameter, example := range map[string]string{
		"fields": firstNames(set, 2), "sort": "-" + firstNames(set, 1),
		"q": word(set.Table, main), "group_by": period(set, name), "aggregate": computed(set), "distinct": name, "facets": name,
		"or": alternatives(set, main),
	} {
		exampleOfList(op, parameter, example)
	}
	if set.Table.Len() > 0 {
		exampleOfList(op, "cursor", m.cursorExample(set, scope))
	}
	if relations := query.Relations(query.Subject{Set: set, In: m.Release}); len(relations) > 0 {
		exampleOfList(op, "expand", relations[0].Name)
	}
	addParameter(op, m.conditionsParameter(set))
}

// firstNames lists the first columns, as many as there are of most.
func firstNames(set *release.Set, most int) string {
	var names []string
	for _, c := range set.Schema.Data()[:min(most, set.Table.Columns())] {
		names = append(names, c.Name)
	}
	return strings.Join(names, ",")
}

// paths lists the relations of a dataset, and those of the datasets that they
// lead to, as far as a name may lead.
func (m *maker) paths(set *release.Set, prefix string, depth int) []string {
	list := []string{}
	if depth == 0 {
		return list
	}
	for _, r := range query.Relations(query.Subject{Set: set, In: m.Release}) {
		list = append(list, prefix+r.Name)
		list = append(list, m.paths(r.Target, prefix+r.Name+".", depth-1)...)
	}
	return list
}

// cursorExample goes on behind the first row.
func (m *maker) cursorExample(set *release.Set, scope string) string {
	q := query.Parse(param.New(nil), query.Subject{Set: set, In: m.Release}, query.Options{Expand: true, Facets: true, Scope: scope})
	return q.Cursor(m.Release.Number, 0)
}
