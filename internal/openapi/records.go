package openapi

import (
	"encoding/json"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
)

// groupSchemaName names the schema of a row that is made of several.
const groupSchemaName = "Group"

// groupSchema is the JSON Schema of a row that is made of several. Its columns
// depend on what is asked for.
func groupSchema() object {
	return object{
		"type": "object", "title": "集計の行", "minProperties": 1,
		"description":          "group_by・aggregate・distinct の結果の行。列は period_start_fiscal_year、value_avg、count など、指定による。 / A row of the result of group_by, aggregate or distinct; its columns are the requested ones, such as period_start_fiscal_year, value_avg, count.",
		"additionalProperties": object{"type": []string{"string", "number", "boolean", "array", "null"}},
	}
}

// recordSchema is the JSON Schema of a row of a dataset in JSON, with the rows
// that it refers to, if they are expanded.
func (m *maker) recordSchema(set *release.Set) object {
	schema := rowSchema(set)
	properties, _ := schema["properties"].(object)
	for _, r := range query.Relations(query.Subject{Set: set, In: m.Release}) {
		row := object{"$ref": schemaRef(recordSchemaName(r.Target.ID))}
		text := "expand=" + r.Name + " のとき、" + set.Table.Column(r.Column).Name + " が参照する行 / if expanded, the rows that " + set.Table.Column(r.Column).Name + " refers to"
		if r.Many {
			properties[r.Name] = object{"type": "array", "items": row, "description": text}
		} else {
			properties[r.Name] = object{"anyOf": []object{row, {"type": "null"}}, "description": text}
		}
	}
	return schema
}

// rowSchema is the JSON Schema of the columns of a dataset. No property is
// required, because fields= can leave any of them out.
func rowSchema(set *release.Set) object {
	properties := make(object)
	for _, c := range set.Schema.Data() {
		properties[c.Name] = columnSchema(c)
	}
	return object{
		"type": "object", "title": set.Title.Ja, "description": set.Description.Ja + " / " + set.Description.En,
		"properties": properties, "additionalProperties": false,
	}
}

// columnSchema is the JSON Schema of a cell: its type, or null where it may be
// missing. A list is never null, only empty.
func columnSchema(c dataset.Column) object {
	if c.Type.Definition().Items != nil {
		return object{"type": "array", "description": describe(c), "items": valueSchema(c, false)}
	}
	schema := valueSchema(c, !c.Rules.Required)
	schema["description"] = describe(c)
	return schema
}

func valueSchema(c dataset.Column, nullable bool) object {
	kind := dataset.ItemType(c.Type).Definition()
	schema := object{"type": string(kind.JSON)}
	if kind.Format != "" {
		schema["format"] = kind.Format
	}
	if nullable {
		schema["type"] = []string{string(kind.JSON), "null"}
	}
	if len(c.Codes) > 0 {
		values := []any{}
		for _, code := range c.Codes {
			values = append(values, kind.JSON.Value(code.Value))
		}
		if nullable {
			values = append(values, nil)
		}
		schema["enum"] = values
	}
	addBounds(c, schema)
	return schema
}

// addBounds adds the rules of a column that JSON Schema knows.
func addBounds(c dataset.Column, schema object) {
	if c.Rules.Pattern != "" && c.Type.Definition().SingleText() && portable(c.Rules.Pattern) {
		schema["pattern"] = "^(?:" + c.Rules.Pattern + ")$"
	}
	if !c.Type.Definition().JSON.Numeric() {
		return
	}
	if c.Rules.Minimum != "" {
		schema["minimum"] = json.Number(c.Rules.Minimum)
	}
	if c.Rules.Maximum != "" {
		schema["maximum"] = json.Number(c.Rules.Maximum)
	}
}

// operandSchema is the JSON Schema of a value to compare a column with.
func operandSchema(c dataset.Column) object {
	schema := valueSchema(c, false)
	for _, rule := range []string{"pattern", "minimum", "maximum"} {
		delete(schema, rule) // a value that cannot occur is not found, not wrong
	}
	return schema
}

func describe(c dataset.Column) string {
	text := c.Title.Ja
	if c.Unit != "" && !strings.Contains(text, c.Unit) {
		text += "（" + c.Unit + "）"
	}
	if c.Meaning.Ja != "" {
		text += ": " + c.Meaning.Ja
	}
	if en := slices.DeleteFunc([]string{c.Title.En, c.Meaning.En}, func(s string) bool { return s == "" }); len(en) > 0 {
		text += " / " + strings.Join(en, ": ")
	}
	if len(c.Codes) > 0 {
		text += "\n"
	}
	var codes strings.Builder
	for _, code := range c.Codes {
		codes.WriteString("\n- `" + code.Value + "` " + code.Label.Ja)
	}
	return text + codes.String()
}
