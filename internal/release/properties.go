package release

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
)

// PropertyChange is a property of a dataset, or of one of its columns, that
// reads differently: what people are told about the data, not the data.
type PropertyChange struct {
	Column   string // empty for a property of the dataset itself
	Property string // its name in the Table Schema, such as title or license
	Old, New string // a text as it is, a list with its separator, anything else as JSON; empty is missing
	Release  int    // that brought it; 0 until Attribute has found it
	exact    bool   // it reads the same, but is other JSON: Old and New are that
}

// columnOrder is the property that lists the columns. Those that came or went
// are told of as columns, so that it speaks of the order alone.
const columnOrder = "fields"

// fieldsMatch is the property that says how a file has the columns.
const fieldsMatch = "fieldsMatch"

// properties is what a Table Schema says, property by property. Reading the
// published bytes themselves leaves no property out, later ones included.
type properties struct {
	dataset map[string]json.RawMessage
	names   []string // of the columns, in order
	columns map[string]map[string]json.RawMessage
}

// propertiesOf reads the schema of a set. The bytes were read as a Table Schema
// before, or come from one, so that nothing can be wrong with them.
func propertiesOf(s *Set) properties {
	p := properties{columns: make(map[string]map[string]json.RawMessage)}
	_ = json.Unmarshal(s.SchemaFile.data, &p.dataset)
	var fields []map[string]json.RawMessage
	_ = json.Unmarshal(p.dataset[columnOrder], &fields)
	for _, f := range fields {
		name := plain(f["name"])
		p.names = append(p.names, name)
		p.columns[name] = f
	}
	delete(p.dataset, columnOrder)
	if plain(p.dataset[fieldsMatch]) == "exact" { // the default, which earlier releases state
		delete(p.dataset, fieldsMatch)
	}
	return p
}

// text is a property as people read it. A column's unit is left to ColumnChange.
func (p properties) text(c PropertyChange) string {
	write := plain
	if c.exact {
		write = compact
	}
	switch {
	case c.Column != "":
		return write(p.columns[c.Column][c.Property])
	case c.Property == columnOrder:
		return p.order(strings.Split(c.New, dataset.ListSeparator))
	}
	return write(p.dataset[c.Property])
}

// order lists those of the named columns that there are, in order.
func (p properties) order(names []string) string {
	kept := slices.DeleteFunc(slices.Clone(p.names), func(name string) bool { return !slices.Contains(names, name) })
	return strings.Join(kept, dataset.ListSeparator)
}

// plain writes a JSON value without the marks of JSON where it can.
func plain(value json.RawMessage) string {
	var list []string
	if json.Unmarshal(value, &list) == nil {
		return strings.Join(list, dataset.ListSeparator)
	}
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	return compact(value)
}

// compact writes a JSON value without spaces; nothing if there is none.
func compact(value json.RawMessage) string {
	var short bytes.Buffer
	if json.Compact(&short, value) != nil {
		return ""
	}
	return short.String()
}

// diffProperties compares what two schemas say: of the dataset, then of each
// column that is in both.
func diffProperties(from, to *Set) []PropertyChange {
	if from.SchemaFile.SHA256 == to.SchemaFile.SHA256 {
		return nil
	}
	old, now := propertiesOf(from), propertiesOf(to)
	out := differing("", old.dataset, now.dataset)
	if was, is := old.order(now.names), now.order(old.names); was != is {
		out = append(out, PropertyChange{Property: columnOrder, Old: was, New: is})
	}
	for _, name := range now.names {
		if was, ok := old.columns[name]; ok {
			out = append(out, differing(name, was, now.columns[name])...)
		}
	}
	return out
}

func differing(column string, old, now map[string]json.RawMessage) []PropertyChange {
	names := slices.AppendSeq(slices.Collect(maps.Keys(old)), maps.Keys(now))
	slices.Sort(names)
	var out []PropertyChange
	for _, name := range slices.Compact(names) {
		was, is := compact(old[name]), compact(now[name])
		if was == is || column != "" && name == "unit" {
			continue
		}
		c := PropertyChange{Column: column, Property: name, Old: plain(old[name]), New: plain(now[name])}
		if c.Old == c.New { // such as ["a;b"] and ["a","b"]
			c.Old, c.New, c.exact = was, is, true
		}
		out = append(out, c)
	}
	return out
}
