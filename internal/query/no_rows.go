package query

import (
	"maps"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/warning"
)

// NoRows says that no row satisfies the query, and which parameters can be relaxed:
// those of the query that leave rows out, and others that the address has.
func (q Query) NoRows(others ...string) warning.Warning {
	names := slices.Clone(others)
	for _, name := range slices.Sorted(maps.Keys(q.Given)) {
		if q.leavesOut(name) {
			names = append(names, lang.Shorten(name))
		}
	}
	message := lang.T("まだ行がありません", "there are no rows yet")
	switch list := lang.Listed(names); {
	case len(names) == 1:
		message = lang.T("条件に合う行はありません。"+list+" の条件を緩めるか、外してください", "no row matches: relax or remove the condition "+list)
	case len(names) > 1:
		message = lang.T("すべての条件に合う行はありません。次のどれかを緩めるか、外してください: "+list, "no row satisfies all conditions: relax or remove one of "+list)
	}
	return warning.New(warning.NoRows, message, warning.Place{})
}

// leavesOut reports whether a canonical parameter may leave rows out.
func (q Query) leavesOut(name string) bool {
	return name == "q" || name == alternatives || strings.HasPrefix(name, alternatives+".") ||
		slices.ContainsFunc(q.conditions, func(c condition) bool { return c.name == name })
}
