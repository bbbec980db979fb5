package query

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

// simplified writes what in and not_in say of one value as eq and ne do.
func (c condition) simplified() condition {
	long, short := c.filter.Op, table.Eq
	switch {
	case len(c.filter.Values) != 1:
		return c
	case long == table.NotIn:
		short = table.Ne
	case long != table.In:
		return c
	}
	values, _ := param.Split(c.value)
	c.value, c.filter.Op = values[0], short
	c.name = strings.TrimSuffix(c.name, "."+long.String())
	if short != table.Eq {
		c.name += "." + short.String()
	}
	return c
}

// addSimplified adds a condition that was written with a name, in its simplest
// form. Only a list can have two values that are both equal to what is given, and
// only two values can both be unequal: then the one of in or not_in stays as it
// was written.
func (in *parser) addSimplified(written string, c condition) {
	short := c.simplified()
	said, taken := in.Given[short.name]
	switch {
	case !taken:
		in.add(short)
	case short.name == c.name:
		in.Fail(c.name, lang.T(c.name+" と "+c.name+".eq は同じ意味です。片方だけにしてください", c.name+" and "+c.name+".eq mean the same: use only one of them"))
	case said == short.value:
	case short.filter.Op == table.Eq && in.singleValued(c):
		in.Fail(written, contradictory(short.name, said, short.value))
	default:
		in.add(c)
	}
}

func (in *parser) add(c condition) {
	in.Given[c.name] = c.value
	in.conditions = append(in.conditions, c)
}

// normalise joins OR groups and conditions. A group of one alternative is
// nothing but conditions, and becomes them if their names are free.
func (in *parser) normalise(groups []group) {
	groups = slices.DeleteFunc(groups, func(g group) bool { return len(g.conditions) == 1 && in.joins(g.conditions[0]) })
	for i, g := range groups {
		name := alternatives
		if i > 0 {
			name = fmt.Sprintf("%s.%d", alternatives, i+1)
		}
		in.Given[name] = g.printed
		in.orGroups = append(in.orGroups, g.conditions)
	}
	slices.SortFunc(in.conditions, func(a, b condition) int { return cmp.Compare(a.name, b.name) })
}

// joins adds conditions to those that all hold, false if that would take two of
// one name. They are in order.
func (in *parser) joins(list []condition) bool {
	for i, c := range list {
		if said, taken := in.Given[c.name]; taken && said != c.value || i > 0 && list[i-1].name == c.name {
			return false
		}
	}
	for _, c := range list {
		if _, taken := in.Given[c.name]; !taken {
			in.add(c)
		}
	}
	return true
}

// singleValued reports whether a condition compares one value of each row, so that two
// different ones cannot both be equal to it.
func (in *parser) singleValued(c condition) bool {
	set := in.Set
	for _, r := range c.via {
		if r.Many {
			return false
		}
		set = r.Target
	}
	return set.Table.Column(c.filter.Column).Type.Definition().Items == nil
}

// contradiction says that two conditions never hold together.
func (in *parser) contradiction(a, b condition) lang.Text {
	if a.name != b.name || a.filter.Op != table.Eq || !in.singleValued(a) {
		return lang.Text{}
	}
	return contradictory(a.name, a.value, b.value)
}

func contradictory(name, one, other string) lang.Text {
	a, b := name+"="+param.Quote(one, separators), name+"="+param.Quote(other, separators)
	some := anyOf(name, table.Eq, []string{one, other})
	either, ok := param.Hint(alternatives, a+"|"+b)
	ja, en := "（"+either+"）", " ("+either+")"
	if !ok {
		ja, en = "", ""
	}
	return lang.T(lang.Shorten(a)+" と "+lang.Shorten(b)+" の両方を満たす行はありません。OR条件は | で区切ってください"+ja+"。"+some.Ja,
		"no row satisfies both "+lang.Shorten(a)+" and "+lang.Shorten(b)+": separate OR conditions with |"+en+"; "+some.En)
}
