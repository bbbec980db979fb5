package query

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// brief writes what in and not_in say of one value as eq and ne do.
func (c condition) brief() condition {
	long, short := c.filter.Op, table.Eq
	switch {
	case len(c.filter.Values) != 1:
		return c
	case long == table.NotIn:
		short = table.Ne
	case long != table.In:
		return c
	}
	values, _ := split(c.value)
	c.value, c.filter.Op = values[0], short
	c.name = strings.TrimSuffix(c.name, "."+string(long))
	if short != table.Eq {
		c.name += "." + string(short)
	}
	return c
}

// keep notes a condition that was written with a name. Only a list can have two
// values that are both equal to what is given, and only two values can both be
// unequal: then the one of in or not_in stays as it was written.
func (in *parser) keep(written string, c condition) {
	short := c.brief()
	said, taken := in.Given[short.name]
	switch {
	case !taken:
		in.hold(short)
	case short.name == c.name:
		in.Fail(c.name, lang.T(c.name+" と "+c.name+".eq は同じ意味です。片方だけにしてください", c.name+" and "+c.name+".eq mean the same: give one of them"))
	case said == short.value:
	case short.filter.Op == table.Eq && in.sole(c):
		in.Fail(written, never(short.name, said, short.value))
	default:
		in.hold(c)
	}
}

func (in *parser) hold(c condition) {
	in.Given[c.name] = c.value
	in.conditions = append(in.conditions, c)
}

// settle puts groups of alternatives beside the conditions. A group of one
// alternative is nothing but conditions, and becomes them if their names are
// free.
func (in *parser) settle(groups []group) {
	groups = slices.DeleteFunc(groups, func(g group) bool { return len(g.conditions) == 1 && in.joins(g.conditions[0]) })
	for i, g := range groups {
		name := alternatives
		if i > 0 {
			name = fmt.Sprintf("%s.%d", alternatives, i+1)
		}
		in.Given[name] = g.printed
		in.either = append(in.either, g.conditions)
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
			in.hold(c)
		}
	}
	return true
}

// sole reports whether a condition compares one value of each row, so that two
// different ones cannot both be equal to it.
func (in *parser) sole(c condition) bool {
	set := in.Set
	for _, r := range c.via {
		if r.Many {
			return false
		}
		set = r.Target
	}
	return set.Table.Column(c.filter.Column).Type.Definition().Items == nil
}

// opposed says that two conditions never hold together.
func (in *parser) opposed(a, b condition) lang.Text {
	if a.name != b.name || a.filter.Op != table.Eq || !in.sole(a) {
		return lang.Text{}
	}
	return never(a.name, a.value, b.value)
}

func never(name, one, other string) lang.Text {
	a, b := name+"="+quote(one, separators), name+"="+quote(other, separators)
	either, some := shorten(alternatives+"="+a+"|"+b), anyOf(name, table.Eq, []string{one, other})
	return lang.T(shorten(a)+" と "+shorten(b)+" の両方を満たす行はありません。選択肢は | で区切ってください（"+either+"）。"+some.Ja,
		"no row satisfies both "+shorten(a)+" and "+shorten(b)+": separate alternatives by | ("+either+"); "+some.En)
}
