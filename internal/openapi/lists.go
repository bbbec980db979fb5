package openapi

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// describeLists says which names the parameters of a list may hold. What goes
// together with what cannot be said there.
func (m *maker) describeLists(set *release.Set, op object) {
	all := columnsWhere(set, func(dataset.Type) bool { return true })
	made := append(names(table.Buckets()), names(table.Funcs())...)
	returned := anyOf(string(table.Count), all+"(?:_"+anyOf(made...)+")?")
	parameter(op, "or")["schema"] = m.alternativesSchema(set)
	for name, schema := range map[string]object{
		"fields":    namesSchema(returned, 0),
		"sort":      namesSchema("-?"+returned, 0),
		"group_by":  namesSchema(keys(set), 0),
		"aggregate": namesSchema(aggregates(set), 0),
		"distinct":  namesSchema(keys(set), 0),
		"facets":    namesSchema(columnsWhere(set, single), query.MaxFacets),
	} {
		parameter(op, name)["schema"] = schema
	}
	if paths := m.paths(set, "", query.MaxDepth); len(paths) > 0 {
		parameter(op, "expand")["schema"] = namesSchema(anyOf(quoted(paths)...), query.MaxExpanded)
	} else {
		removeParameter(op, "expand")
	}
}

// describeAnyLists is describeLists where the dataset is not known.
func describeAnyLists(op object) {
	for _, name := range []string{"fields", "sort", "group_by", "aggregate", "distinct", "facets", "expand"} {
		parameter(op, name)["schema"] = namesSchema(`[^,\s]+`, 0)
	}
}

// namesSchema is names between commas, each of which has a pattern. It is no array:
// clients that were made of a document write an array as a parameter that is
// repeated, whatever the document says.
func namesSchema(name string, most int) object {
	times := "*"
	if most > 0 {
		times = "{0," + strconv.Itoa(most-1) + "}"
	}
	return object{"type": "string", "pattern": "^" + name + "(?:," + name + ")" + times + "$"}
}

// keys is the pattern of what rows can be grouped by.
func keys(set *release.Set) string {
	patterns := []string{columnsWhere(set, single)}
	if has(set, dated) {
		patterns = append(patterns, columnsWhere(set, dated)+`\.`+anyOf(names(table.Buckets())...))
	}
	return anyOf(patterns...)
}

func dated(t dataset.Type) bool { return table.Year.Applies(t) }

// aggregates is the pattern of what can be computed of rows.
func aggregates(set *release.Set) string {
	patterns := []string{string(table.Count)}
	for _, f := range table.Funcs() {
		if has(set, f.Applies) {
			patterns = append(patterns, columnsWhere(set, f.Applies)+`\.`+string(f))
		}
	}
	return anyOf(patterns...)
}

func single(t dataset.Type) bool { return t.Definition().Items == nil }

func has(set *release.Set, wanted func(dataset.Type) bool) bool {
	return slices.ContainsFunc(set.Schema.Data(), func(c dataset.Column) bool { return wanted(c.Type) })
}

// columnsWhere is the pattern of the names of the columns whose types are wanted.
func columnsWhere(set *release.Set, wanted func(dataset.Type) bool) string {
	var found []string
	for _, c := range set.Schema.Data() {
		if wanted(c.Type) {
			found = append(found, regexp.QuoteMeta(c.Name))
		}
	}
	return anyOf(found...)
}

func anyOf(patterns ...string) string { return "(?:" + strings.Join(patterns, "|") + ")" }

func names[T ~string](list []T) []string {
	var texts []string
	for _, name := range list {
		texts = append(texts, string(name))
	}
	return texts
}

func quoted(texts []string) []string {
	var list []string
	for _, text := range texts {
		list = append(list, regexp.QuoteMeta(text))
	}
	return list
}
