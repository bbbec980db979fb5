package query

import (
	"fmt"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/table"
)

// correctGroup corrects a group of OR conditions, and its number.
func (in *parser) correctGroup(given map[string][]string, name string) bool {
	texts := given[name]
	if len(texts) != 1 {
		return false
	}
	text, ok := in.groupMeant(texts[0])
	if !ok {
		return false
	}
	free := name
	for n := 1; !groupNumbered(free); n++ {
		if free = fmt.Sprintf("%s.%d", alternatives, n); n == 1 {
			free = alternatives
		}
		if n > maxGroups {
			return false
		}
		if given[free] != nil {
			free = ""
		}
	}
	delete(given, name)
	given[free] = []string{text}
	return true
}

// written is a condition as somebody wrote it.
type written struct{ name, value string }

// groupMeant is the group of OR conditions that was probably meant.
func (in *parser) groupMeant(text string) (string, bool) {
	if strings.Count(text, "=") > maxConditions {
		return "", false
	}
	alternative, printed := []written(nil), []string(nil)
	for rest := text; ; rest = rest[1:] {
		var ok bool
		if alternative, rest, ok = appendWritten(alternative, rest); !ok {
			return "", false
		}
		if rest != "" && rest[0] != '|' {
			continue
		}
		one, ok := in.alternativeMeant(alternative)
		if !ok {
			return "", false
		}
		if alternative = nil; one != "" {
			printed = append(printed, one)
		}
		if rest == "" {
			return strings.Join(printed, "|"), len(printed) > 0
		}
	}
}

// appendWritten takes the condition at the beginning of a text. What has no = is the
// rest of a value with a comma.
func appendWritten(list []written, text string) (appended []written, rest string, ok bool) {
	name, after, named := strings.Cut(text, "=")
	if named && !strings.ContainsAny(name, separators) {
		value, rest, ok := param.Cut(after, separators)
		return append(list, written{strings.TrimSpace(name), value}), rest, ok
	}
	value, rest, ok := param.Cut(text, separators)
	if strings.TrimSpace(value) == "" {
		return list, rest, ok
	}
	if len(list) == 0 {
		return nil, "", false
	}
	list[len(list)-1].value += "," + value
	return list, rest, ok
}

// alternativeMeant corrects conditions that hold together. Two that name different
// values of one column become one that names both.
func (in *parser) alternativeMeant(conditions []written) (string, bool) {
	var list []written
	for _, c := range conditions {
		name, value, ok := in.meant(c.name, c.value)
		if !ok {
			return "", false
		}
		path := strings.TrimSuffix(strings.TrimSuffix(name, "."+table.Eq.String()), "."+table.In.String())
		at := slices.IndexFunc(list, func(w written) bool {
			return w.name == path || w.name == path+"."+table.Eq.String() || w.name == path+"."+table.In.String()
		})
		read, _ := in.alone(name, value)
		if at < 0 || !in.singleValued(read) || read.filter.Op != table.Eq && read.filter.Op != table.In {
			list = append(list, written{name, value})
			continue
		}
		before, _ := in.alone(list[at].name, list[at].value)
		values := append(valuesOf(before), valuesOf(read)...)
		list[at] = written{path + "." + table.In.String(), param.Join(distinctValues(table.Eq, values))}
	}
	printed := make([]string, len(list))
	for i, c := range list {
		printed[i] = c.name + "=" + param.Quote(c.value, separators)
	}
	return strings.Join(printed, ","), true
}

// valuesOf are the values that a condition with eq or in names.
func valuesOf(c condition) []string {
	if c.filter.Op == table.Eq {
		return []string{c.value}
	}
	values, _ := param.Split(c.value)
	return values
}
