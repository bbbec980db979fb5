package query

import (
	"maps"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// What was meant by a parameter that is wrong. Nothing of this is used to answer a
// request: it is shown to who made it, in the words of the request, and only if it
// would be accepted.

// corrected is the param.Corrector of queries.
func (in *parser) corrected(given map[string][]string, name string) bool {
	texts := given[name]
	switch {
	case len(texts) == 0:
		return false
	case name == "cursor" || name == "offset" && given["cursor"] != nil:
		delete(given, name)
		return true
	case slices.Contains([]string{"fields", "sort", "facets", "group_by", "aggregate", "distinct", "expand"}, name):
		return in.correctList(given, name, strings.Join(texts, ","))
	case groupNamed{}.Match(name):
		return in.correctGroup(given, name)
	case columnNamed{in}.Match(name) && !in.Knows(name):
		return in.correctCondition(given, name)
	}
	return false
}

// correctCondition corrects a condition, or joins it with others of its column that
// it contradicts.
func (in *parser) correctCondition(given map[string][]string, name string) bool {
	one, text, ok := in.once(name, given[name])
	if !ok {
		return false
	}
	meant, value, ok := in.meant(one, text)
	if !ok {
		return false
	}
	if meant == name && value == text && len(given[name]) == 1 { // nothing is wrong with it alone
		return in.joinEqual(given, name)
	}
	delete(given, name)
	if given[meant] != nil {
		return false
	}
	given[meant] = []string{value}
	return true
}

// once is one condition that says what one says that is given several times.
func (in *parser) once(name string, texts []string) (one, text string, ok bool) {
	if all := slices.Compact(slices.Clone(texts)); len(all) == 1 {
		return name, all[0], true
	}
	at, wrong := in.resolve(name)
	op, path := table.Op(table.Eq), name
	if wrong.Empty() && at.rest != "" {
		op, path = table.Named(in.operators(), at.rest), strings.TrimSuffix(name, "."+at.rest)
	}
	if !wrong.Empty() || op == nil || !exact(op) {
		return "", "", false
	}
	several := table.Op(table.In)
	if op == table.Ne || op == table.NotIn {
		several = table.NotIn
	}
	return path + "." + several.String(), param.Join(distinctValues(op, texts)), true
}

// joinEqual writes all conditions that name values of one column as one.
func (in *parser) joinEqual(given map[string][]string, name string) bool {
	c, wrong := in.alone(name, given[name][0])
	if !wrong.Empty() {
		return false
	}
	path := strings.TrimSuffix(c.name, "."+table.In.String())
	var values []string
	for _, other := range slices.Sorted(maps.Keys(given)) {
		switch other {
		case path, path + "." + table.Eq.String():
			values = append(values, given[other]...)
		case path + "." + table.In.String():
			list, _ := param.Split(given[other][0])
			values = append(values, list...)
		default:
			continue
		}
		delete(given, other)
	}
	values = distinctValues(table.Eq, values)
	if len(values) > 1 {
		path, values = path+"."+table.In.String(), []string{param.Join(values)}
	}
	given[path] = values
	return true
}

// alone reads a condition as if it were the only one, without telling what is
// meant instead.
func (in *parser) alone(name, text string) (condition, lang.Text) {
	asked, correcting := in.asked, in.correcting
	defer func() { in.asked, in.correcting = asked, correcting }()
	in.asked, in.correcting = 0, true
	return in.condition(name, text)
}

// meant is the condition that was probably meant, which is accepted.
func (in *parser) meant(name, text string) (path, value string, ok bool) {
	if c, wrong := in.alone(name, text); wrong.Empty() && c.name != "" {
		return name, text, true
	}
	head, op, value := comparison(name, text)
	path, column, rest, ok := in.path(in.Set, head, 0)
	if !ok {
		return "", "", false
	}
	part, rest := in.partMeant(column, rest)
	if part == table.Year && strings.Contains(value, "年度") { // no year of the calendar
		part = table.FiscalYear
	}
	if part != "" {
		path += "." + string(part)
	}
	column = part.Compared(column)
	if op == nil {
		if op, ok = in.operatorMeant(column, rest); !ok {
			return "", "", false
		}
	}
	for _, c := range valuesMeant(column, op, value) {
		name := path
		if c.op != table.Eq {
			name += "." + c.op.String()
		}
		if _, wrong := in.alone(name, c.text); wrong.Empty() {
			return name, c.text, true
		}
	}
	return "", "", false
}

// path finds the column that the name of a condition leads to, and what stands
// behind it. Names that are mistyped, headings, and relations in the place of
// columns are written as they are called here.
func (in *parser) path(set *release.Set, name string, depth int) (path string, c dataset.Column, rest string, ok bool) {
	head, below, _ := strings.Cut(name, ".")
	if i := set.Table.Index(head); i >= 0 {
		return head, set.Table.Column(i), below, true
	}
	if r, ok := related(set, in.In, head); ok {
		next, _, _ := strings.Cut(below, ".")
		if below == "" || in.operatorOf(r, next) {
			column := set.Table.Column(r.Column)
			return column.Name, column, below, true
		}
		return in.behind(r, below, depth)
	}
	if column, ok := titled(set, head); ok {
		return in.path(set, strings.Replace(name, head, column, 1), depth)
	}
	if depth == 0 {
		for _, r := range relations(set, in.In) {
			if _, further := related(r.Target, in.In, head); further || r.Target.Table.Index(head) >= 0 {
				return in.behind(r, name, depth)
			}
		}
	}
	near := lang.Nearest(head, append(columnNames(set), in.relationNames(set)...), 1)
	if len(near) == 0 {
		return "", c, "", false
	}
	return in.path(set, strings.Replace(name, head, near[0], 1), depth)
}

// behind is path behind a relation.
func (in *parser) behind(r Relation, name string, depth int) (path string, c dataset.Column, rest string, ok bool) {
	if depth == MaxDepth {
		return "", c, "", false
	}
	path, c, rest, ok = in.path(r.Target, name, depth+1)
	return r.Name + "." + path, c, rest, ok
}

// partMeant is partOf with a period that may be mistyped. What resembles an operator
// more is none.
func (in *parser) partMeant(c dataset.Column, rest string) (table.Bucket, string) {
	name, below, dotted := strings.Cut(rest, ".")
	if rest != "" && table.Year.Applies(c.Type) && ownOperator(name) == nil {
		name = strings.Join(lang.Nearest(name, append(in.usable(c), periods()...), 1), "")
	}
	if part, _ := partOf(c, name); part != "" {
		return part, behind(below, dotted)
	}
	return "", rest
}

// operatorMeant finds the operator that was probably meant.
func (in *parser) operatorMeant(c dataset.Column, name string) (table.Op, bool) {
	if name == "" {
		return table.Eq, true
	}
	op := table.Named(in.operators(), name)
	if op == nil {
		op = ownOperator(name)
	}
	if op == nil {
		op = table.Named(in.operators(), strings.Join(lang.Nearest(name, in.usable(c), 1), ""))
	}
	return op, op != nil && op.Applies(c.Type)
}

// correctionOf shows the condition that was meant, if it is known and was not what
// was written.
func (in *parser) correctionOf(name, text string) (string, bool) {
	if in.correcting {
		return "", false
	}
	path, value, ok := in.meant(name, text)
	if !ok {
		return "", false
	}
	return param.Hint(path, value)
}
