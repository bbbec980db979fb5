package portal

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
)

// fragment is a piece of a type: text, or the name of a schema with its anchor.
type fragment struct {
	Text   string
	Anchor string
}

// fact is one constraint, with the values that belong to it.
type fact struct {
	Label  string
	Values []string
}

// propertyView is one row of a schema. Properties of inline objects follow with
// the path as their name: resultset.count, files[].url.
type propertyView struct {
	ID          string
	Name        string
	Required    bool
	Deprecated  bool
	Type        []fragment
	Facts       []fact
	Description []block
}

type schemaView struct {
	ID          string
	Name        string
	Type        []fragment
	Facts       []fact
	Description []block
	Properties  []propertyView
}

func (d *document) schemaViews() []schemaView {
	views := make([]schemaView, 0, len(d.Components.Schemas))
	for _, s := range d.Components.Schemas {
		id := schemaAnchor(s.Name)
		views = append(views, schemaView{
			ID: id, Name: s.Name, Type: d.typeOf(s.Value), Facts: d.facts(s.Value),
			Description: prose(s.Value.Description), Properties: d.properties(id, "", s.Value),
		})
	}
	return views
}

func schemaAnchor(name string) string { return anchor("schema", name) }

// properties lists the properties of an object, those of allOf included.
// Referenced schemas have a section of their own and are not expanded.
func (d *document) properties(id, prefix string, s schema) []propertyView {
	var rows []propertyView
	for _, p := range s.Properties {
		name := prefix + p.Name
		rows = append(rows, propertyView{
			ID: anchor(id, name), Name: name, Required: slices.Contains(s.Required, p.Name),
			Deprecated: p.Value.Deprecated, Type: d.typeOf(p.Value), Facts: d.facts(p.Value),
			Description: prose(p.Value.Description),
		})
		rows = append(rows, d.properties(id, name+".", p.Value)...)
	}
	for _, part := range s.AllOf {
		rows = append(rows, d.properties(id, prefix, part)...)
	}
	if s.Items != nil {
		rows = append(rows, d.properties(id, strings.TrimSuffix(prefix, ".")+"[].", *s.Items)...)
	}
	return rows
}

// typeOf formats a type with links: array<Goal>, string | null.
func (d *document) typeOf(s schema) []fragment {
	if s.Ref != "" {
		return d.linkTo(strings.TrimPrefix(s.Ref, schemaPrefix))
	}
	var parts []fragment
	switch {
	case s.AllOf != nil:
		return d.joined(s.AllOf, " & ")
	case s.OneOf != nil:
		return d.joined(s.OneOf, " | ")
	case s.AnyOf != nil:
		return d.joined(s.AnyOf, " | ")
	case len(s.Type) == 0:
		return []fragment{{Text: untyped(s)}}
	}
	for i, name := range s.Type {
		if i > 0 {
			parts = append(parts, fragment{Text: " | "})
		}
		parts = append(parts, d.oneType(name, s)...)
	}
	return parts
}

func (d *document) oneType(name string, s schema) []fragment {
	inner := s.Items
	if name == "object" && len(s.Properties) == 0 {
		name, inner = "map", s.AdditionalProperties
	}
	if inner == nil || inner.never || (name != "array" && name != "map") {
		return []fragment{{Text: strings.Replace(name, "map", "object", 1)}}
	}
	parts := append([]fragment{{Text: name + "<"}}, d.typeOf(*inner)...)
	return append(parts, fragment{Text: ">"})
}

func (d *document) linkTo(name string) []fragment {
	if _, found := d.Components.Schemas.find(name); !found {
		return []fragment{{Text: name}}
	}
	return []fragment{{Text: name, Anchor: schemaAnchor(name)}}
}

func (d *document) joined(schemas []schema, between string) []fragment {
	var parts []fragment
	for i, s := range schemas {
		if i > 0 {
			parts = append(parts, fragment{Text: between})
		}
		parts = append(parts, d.typeOf(s)...)
	}
	return parts
}

func untyped(s schema) string {
	if len(s.Properties) > 0 {
		return "object"
	}
	return "any"
}

// longestPattern is as much of a pattern as people read. Longer ones, and those of a
// part of a text, are for programs.
const longestPattern = 60

// facts lists the constraints of a schema, and of a list also those of its
// elements.
func (d *document) facts(s schema) []fact {
	s = d.schema(s)
	var list []fact
	add := func(label string, values ...string) {
		values = slices.DeleteFunc(values, func(v string) bool { return v == "" })
		if len(values) > 0 {
			list = append(list, fact{label, values})
		}
	}
	add("形式", s.Format)
	add("値", append(texts(s.Enum), text(s.Const))...)
	add("最小", s.Minimum.String())
	add("最大", s.Maximum.String())
	add("より大きい", s.ExclusiveMinimum.String())
	add("より小さい", s.ExclusiveMaximum.String())
	add("最小文字数", s.MinLength.String())
	add("最大文字数", s.MaxLength.String())
	add("最小要素数", s.MinItems.String())
	add("最大要素数", s.MaxItems.String())
	if strings.HasPrefix(s.Pattern, "^") && len(s.Pattern) <= longestPattern {
		add("パターン", s.Pattern)
	}
	add("既定値", text(s.Default))
	if s.Items != nil && s.Items.Ref == "" {
		list = append(list, d.facts(*s.Items)...)
	}
	return list
}

func texts(values []json.RawMessage) []string {
	list := make([]string, len(values))
	for i, value := range values {
		list[i] = cmp.Or(text(value), `""`)
	}
	return list
}
