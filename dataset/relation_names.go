package dataset

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/param"
)

// RelationNames names the references of a schema after their columns: policy of
// policy_id, relisted_policies of relisted_policy_ids. Where a column, another
// reference or a parameter has that name, it is that of the whole column with
// _record behind it. Names depend on the schema alone, so that they stay the
// same whatever a release has.
func (s Schema) RelationNames() []string {
	var names []string
	taken := func(name string) bool {
		return s.Index(name) >= 0 || slices.Contains(names, name) || param.IsReserved(name)
	}
	for _, ref := range s.References {
		name := relationName(ref.Column)
		if taken(name) {
			name = ref.Column + "_record"
		}
		for taken(name) {
			name += "_record"
		}
		names = append(names, name)
	}
	return names
}

// relationName leaves out that a column holds an identifier.
func relationName(column string) string {
	for _, suffix := range []string{"_id", "_code"} {
		if name, ok := strings.CutSuffix(column, suffix); ok {
			return name
		}
		if name, ok := strings.CutSuffix(column, suffix+"s"); ok {
			return plural(name)
		}
	}
	return column
}

// plural makes the regular plural of an English word, or of the last of several.
func plural(word string) string {
	stem, y := strings.CutSuffix(word, "y")
	switch {
	case y && stem != "" && !strings.ContainsRune("aeiou", rune(stem[len(stem)-1])):
		return stem + "ies"
	case strings.HasSuffix(word, "s"), strings.HasSuffix(word, "x"), strings.HasSuffix(word, "ch"), strings.HasSuffix(word, "sh"):
		return word + "es"
	}
	return word + "s"
}
