package main

import (
	"fmt"
	"slices"
	"strings"
)

const refPrefix = "#/components/schemas/"

// correctComponents puts back what swag loses of a Go type when it makes a schema.
func correctComponents(doc object, src *source) error {
	components, _ := doc["components"].(object)
	for name, schema := range children(components["schemas"]) {
		base, _, _ := strings.Cut(name, "-") // api.Page-api_Goal is Page[Goal]
		sh, ok := src.shapes[base]
		if !ok {
			return fmt.Errorf("schema %s: no such type in the sources", name)
		}
		// swag lets the comment of the last field of this type win.
		delete(schema, "description")
		if sh.doc != "" {
			schema["description"] = sh.doc
		}
		if err := correctProperties(src, base, schema); err != nil {
			return fmt.Errorf("schema %s: %w", name, err)
		}
	}
	return nil
}

func correctProperties(src *source, base string, schema object) error {
	properties, _ := schema["properties"].(object)
	required := []any{}
	for key, property := range children(properties) {
		f, ok := src.field(base, key)
		if !ok {
			return fmt.Errorf("no field is written as %q; give each a json tag", key)
		}
		if !f.optional {
			required = append(required, key)
		}
		if f.nullable {
			property = nullable(property)
		}
		// Next to a reference, a description is the property's own.
		if f.doc != "" {
			property["description"] = f.doc
		}
		properties[key] = property
	}
	delete(schema, "required")
	if len(required) > 0 {
		schema["required"] = required
	}
	return nil
}

// nullable is OpenAPI 3.1 for a pointer: null is a type of its own.
func nullable(schema object) object {
	if ref, ok := schema["$ref"]; ok {
		return object{"anyOf": []any{object{"$ref": ref}, object{"type": "null"}}}
	}
	if typ, ok := schema["type"].(string); ok {
		schema["type"] = []any{typ, "null"}
	}
	if enum, ok := schema["enum"].([]any); ok {
		schema["enum"] = append(enum, nil)
	}
	return schema
}

// eachSchema calls correct for every schema in the document, innermost first.
func eachSchema(value any, correct func(object)) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			eachSchema(item, correct)
		}
	case object:
		for _, item := range v {
			eachSchema(item, correct)
		}
		// Among properties, "type" is the name of one and holds an object.
		switch v["type"].(type) {
		case string, []any:
			correct(v)
		}
	}
}

// correctSchema corrects single schemas, wherever they stand.
func correctSchema(schema object) {
	// The names of Go constants mean nothing to a client.
	delete(schema, "x-enum-varnames")
	delete(schema, "x-enum-comments")
	if schema["x-nullable"] == true {
		delete(schema, "x-nullable")
		nullable(schema)
	}
	if enum, ok := schema["enum"].([]any); ok {
		schema["enum"] = unique(enum)
	}
	if schema["uniqueItems"] == false {
		delete(schema, "uniqueItems")
	}
	// JSON Schema 2020-12, which OpenAPI 3.1 is built on, has a list of examples.
	if example, ok := schema["example"]; ok {
		delete(schema, "example")
		schema["examples"] = []any{example}
	}
}

func unique(values []any) []any {
	var kept []any
	for _, value := range values {
		if !slices.Contains(kept, value) {
			kept = append(kept, value)
		}
	}
	return kept
}

// shortenNames drops the package from the names of schemas: clients generated from
// the document should have a Problem, not an ApiProblem.
func shortenNames(doc object) error {
	components, _ := doc["components"].(object)
	short, owner := object{}, map[string]string{}
	for name, schema := range children(components["schemas"]) {
		to := shorten(name)
		if other, taken := owner[to]; taken {
			return fmt.Errorf("schemas %s and %s would both be called %s; rename a type", other, name, to)
		}
		short[to], owner[to] = schema, name
	}
	if len(short) > 0 {
		components["schemas"] = short
	}
	shortenRefs(doc)
	return nil
}

func shortenRefs(value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			shortenRefs(item)
		}
	case object:
		for key, item := range v {
			if ref, ok := item.(string); ok && key == "$ref" {
				v[key] = refPrefix + shorten(strings.TrimPrefix(ref, refPrefix))
			}
			shortenRefs(item)
		}
	}
}

// shorten makes Problem of api.Problem and Page_Goal of api.Page-api_Goal.
func shorten(name string) string {
	var words []string
	for part := range strings.SplitSeq(name, "-") {
		_, after, found := strings.Cut(part, ".")
		if !found {
			_, after, found = strings.Cut(part, "_")
		}
		if !found {
			after = part
		}
		words = append(words, after)
	}
	return strings.Join(words, "_")
}
