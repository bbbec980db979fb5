package query

import (
	"regexp"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// correctList corrects a list of names.
func (in *parser) correctList(given map[string][]string, parameter, text string) bool {
	if in.impossible(given, parameter) {
		return true
	}
	var list []string
	for item := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune(",;、，；|", r) }) {
		item = strings.TrimSpace(item)
		if item == "" {
			continue
		}
		if parameter == "fields" && in.expandInstead(given, item) {
			continue
		}
		meant, ok := in.nameMeant(parameter, item)
		if !ok {
			return false
		}
		if !slices.ContainsFunc(list, func(before string) bool { return strings.TrimPrefix(before, "-") == strings.TrimPrefix(meant, "-") }) {
			list = append(list, meant)
		}
	}
	if len(list) == 0 {
		delete(given, parameter) // everything, as it stands
		return !slices.Contains([]string{"group_by", "aggregate", "distinct"}, parameter)
	}
	given[parameter] = []string{strings.Join(list, ",")}
	return true
}

// impossible leaves out a list that cannot be where it is, or takes the format in
// which it can.
func (in *parser) impossible(given map[string][]string, parameter string) bool {
	grouped := given["group_by"] != nil || given["aggregate"] != nil
	switch {
	case parameter == "distinct" && grouped:
	case parameter != "facets" && parameter != "expand":
		return false
	case grouped || given["distinct"] != nil:
	case parameter == "facets" && !in.options.Facets, parameter == "expand" && !in.options.Expand:
		if given["format"] != nil {
			given["format"] = []string{"json"}
			return true
		}
	default:
		return false
	}
	delete(given, parameter)
	return true
}

// nameMeant is the item of a list that was probably meant.
func (in *parser) nameMeant(parameter, item string) (string, bool) {
	switch parameter {
	case "aggregate":
		return in.aggregateMeant(item)
	case "expand":
		return in.relationMeant(item)
	case "sort":
		return in.orderMeant(item)
	case "group_by", "distinct":
		return in.keyMeant(item)
	}
	if meant, ok := in.columnMeant(item); ok || in.Group != nil {
		return meant, ok
	}
	return in.ownColumn(item)
}

// columnMeant is the column of what is returned that was probably meant.
func (in *parser) columnMeant(name string) (string, bool) {
	names := in.columnNames()
	if slices.Contains(names, name) || in.unknownColumns {
		return name, true
	}
	if column, ok := titled(in.Set, name); ok {
		name = column
	}
	near := lang.Nearest(name, names, 1)
	if at := slices.IndexFunc(names, func(n string) bool { return strings.HasPrefix(n, name+"_") }); len(near) == 0 && in.Group != nil && at >= 0 { // what is computed of it
		near = names[at : at+1]
	}
	return strings.Join(near, ""), len(near) > 0
}

// ownColumn is the column of the subject that was probably meant: of a relation, the
// one that refers.
func (in *parser) ownColumn(name string) (string, bool) {
	head, _, _ := strings.Cut(name, ".")
	if r, ok := related(in.Set, in.In, head); ok {
		return in.Set.Table.Column(r.Column).Name, true
	}
	if column, ok := titled(in.Set, head); ok {
		return column, true
	}
	names := columnNames(in.Set)
	if slices.Contains(names, head) {
		return head, true
	}
	near := lang.Nearest(head, names, 1)
	return strings.Join(near, ""), len(near) > 0
}

// expandInstead takes a relation among the columns for one to follow.
func (in *parser) expandInstead(given map[string][]string, name string) bool {
	head, _, _ := strings.Cut(name, ".")
	if _, ok := related(in.Set, in.In, head); !ok || in.Group != nil || !in.options.Expand {
		return false
	}
	all := slices.DeleteFunc(strings.Split(strings.Join(given["expand"], ","), ","), func(s string) bool { return s == "" || s == head })
	given["expand"] = []string{strings.Join(append(all, head), ",")}
	return true
}

// orderMeant is the column to sort by that was probably meant, descending behind a
// minus.
func (in *parser) orderMeant(item string) (string, bool) {
	words := strings.FieldsFunc(item, func(r rune) bool { return r == ' ' || r == ':' })
	if len(words) == 0 {
		return "", false
	}
	name, minus := strings.CutPrefix(words[0], "-")
	if len(words) > 1 {
		minus = strings.HasPrefix(strings.ToLower(words[1]), "desc")
	}
	meant, ok := in.columnMeant(name)
	if !ok && in.Group == nil {
		meant, ok = in.ownColumn(name)
	}
	if minus {
		meant = "-" + meant
	}
	return meant, ok
}

// keyMeant is what to group by that was probably meant: a column, perhaps with a
// period.
func (in *parser) keyMeant(item string) (string, bool) {
	head, period, bucketed := strings.Cut(item, ".")
	var periods []string
	for _, b := range table.Buckets() {
		periods = append(periods, string(b))
		if string(b) == item { // alone
			for i := range in.Set.Table.Columns() {
				if c := in.Set.Table.Column(i); b.Applies(c.Type) {
					return c.Name + "." + item, true
				}
			}
		}
	}
	name, ok := in.ownColumn(item)
	if !ok || !bucketed || in.Set.Table.Index(head) < 0 {
		return name, ok
	}
	c := in.Set.Table.Column(in.Set.Table.Index(name))
	near := lang.Nearest(period, periods, 1)
	if len(near) == 0 || !table.Bucket(near[0]).Applies(c.Type) {
		return "", false
	}
	return name + "." + near[0], true
}

var called = regexp.MustCompile(`^(\w+) *\(([^()]*)\)$`) // sum(value)

// aggregateMeant is what to compute that was probably meant.
func (in *parser) aggregateMeant(item string) (string, bool) {
	head, rest, _ := strings.Cut(item, ".")
	if parts := called.FindStringSubmatch(item); parts != nil {
		head, rest = parts[1], strings.Trim(parts[2], "* ")
	}
	if f := ownFunction(head); slices.Contains(table.Funcs(), f) && in.Set.Table.Index(head) < 0 { // before its column
		if rest == "" {
			return string(f), f == table.Count
		}
		head, rest = rest, string(f)
	}
	name, ok := in.ownColumn(head)
	if !ok || rest == "" {
		return "", false
	}
	usable := computable(in.Set.Table.Column(in.Set.Table.Index(name)))
	f := ownFunction(rest)
	if near := lang.Nearest(rest, usable, 1); len(near) > 0 && !slices.Contains(table.Funcs(), f) {
		f = table.Func(near[0])
	}
	if !slices.Contains(usable, string(f)) {
		return "", false
	}
	return name + "." + string(f), true
}

// relationMeant is the relation to follow that was probably meant. Below the first,
// names are those of relations or of columns that are one.
func (in *parser) relationMeant(item string) (string, bool) {
	set, path := in.Set, []string(nil)
	for i, name := range strings.Split(item, ".") {
		list := relations(set, in.In)
		at := slices.IndexFunc(list, func(r Relation) bool { return r.Name == name || set.Table.Column(r.Column).Name == name })
		if near := lang.Nearest(name, in.relationNames(set), 1); at < 0 && len(near) > 0 {
			at = slices.IndexFunc(list, func(r Relation) bool { return r.Name == near[0] })
		}
		if at < 0 && i == 0 { // one step too far
			at = slices.IndexFunc(list, func(r Relation) bool { _, ok := related(r.Target, in.In, name); return ok })
			if at >= 0 {
				return list[at].Name + "." + item, true
			}
		}
		if at < 0 || i == MaxDepth {
			return "", false
		}
		set, path = list[at].Target, append(path, list[at].Name)
	}
	return strings.Join(path, "."), true
}
