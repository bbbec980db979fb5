package plan

import (
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// Name returns what a record is called by its title or its name, empty if its
// dataset has neither.
func Name(set *release.Set, row int) lang.Text {
	for _, column := range []string{title, name} {
		if i := set.Table.Index(column); i >= 0 {
			return lang.T(set.Table.Text(i, row), cell(set, column+english, row))
		}
	}
	return lang.Text{}
}

// AreasOf returns the names of the areas that a series is of, which its canonical
// parameters name, or its dataset if it has but one; nil: they do not name any.
// An area that the release does not describe has its code.
func AreasOf(rel *release.Release, series *release.Set, given map[string]string) []lang.Text {
	asked, ok := given["area"]
	if !ok {
		asked, ok = given[areaCode]
	}
	if !ok {
		asked, ok = given[areaCode+".in"]
	}
	if !ok {
		asked, ok = series.Table.Only(areaCode)
	}
	if !ok {
		return nil
	}
	described, found := rel.Set(areas)
	var names []lang.Text
	for code := range strings.SplitSeq(asked, ",") {
		area := lang.T(code, code)
		if found {
			if row, ok := described.Table.Find(areaKey, code); ok {
				area = Name(described, row)
			}
		}
		names = append(names, area)
	}
	return names
}
