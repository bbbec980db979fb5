package param

import (
	"cmp"
	"slices"

	"hachinohe.example/opendata/internal/lang"
)

// Pattern is parameters whose names are too many to list, such as a name for
// every column and operator.
type Pattern interface {
	Match(name string) bool
	Shown() lang.Text // how they are told among the parameters that can be used
	Near() []string   // names that a mistyped one is compared with
}

// Named is a parameter with its name.
type Named struct{ Name, Text string }

// Each hands out the parameters that match a pattern and that nobody asked for
// before, sorted by name.
func (v *Values) Each(p Pattern) []Named {
	v.patterns = append(v.patterns, p)
	var list []Named
	for name := range v.given {
		if !v.asked(name) && p.Match(name) {
			list = append(list, Named{Name: name})
		}
	}
	slices.SortFunc(list, func(a, b Named) int { return cmp.Compare(a.Name, b.Name) })
	for i, given := range list {
		list[i].Text, _ = v.first(given.Name)
		v.taken = append(v.taken, given.Name)
	}
	return list
}
