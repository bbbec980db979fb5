package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"reflect"
	"slices"
	"strings"
)

// parameter describes one field of a struct of query parameters, such as
//
//	// 返す件数
//	Limit int `form:"limit" minimum:"1" maximum:"1000" default:"100" example:"10"`
//
// swag skips fields without a json tag and shuffles those that have one, so such
// structs are read here.
func parameter(name string, f *ast.Field, tag reflect.StructTag) (object, error) {
	schema, err := plainSchema(f.Type)
	if err != nil {
		return nil, fmt.Errorf("parameter %s: %w", name, err)
	}
	p := object{"name": name, "in": "query", "description": comment(f), "schema": schema}
	for _, key := range []string{"minimum", "maximum", "minLength", "maxLength"} {
		if limit, ok := tag.Lookup(key); ok {
			schema[key] = json.Number(limit)
		}
	}
	for _, key := range []string{"format", "pattern"} {
		if text, ok := tag.Lookup(key); ok {
			schema[key] = text
		}
	}
	if tag.Get("validate") == "required" {
		p["required"] = true
	}
	if text, ok := tag.Lookup("default"); ok {
		schema["default"] = typed(schema["type"], text)
	}
	if text, ok := tag.Lookup("example"); ok {
		p["example"] = typed(schema["type"], text)
	}
	if text, ok := tag.Lookup("enums"); ok {
		element := schema
		if items, ok := schema["items"].(object); ok {
			element = items
		}
		enum := []any{}
		for one := range strings.SplitSeq(text, ",") {
			enum = append(enum, typed(element["type"], one))
		}
		element["enum"] = enum
	}
	return p, nil
}

// plainSchema knows the types that stand in a query as they are.
func plainSchema(expr ast.Expr) (object, error) {
	switch t := expr.(type) {
	case *ast.StarExpr:
		return plainSchema(t.X)
	case *ast.ArrayType:
		items, err := plainSchema(t.Elt)
		return object{"type": "array", "items": items}, err
	case *ast.Ident:
		switch t.Name {
		case "string":
			return object{"type": "string"}, nil
		case "bool":
			return object{"type": "boolean"}, nil
		case "int", "int64":
			return object{"type": "integer"}, nil
		}
	}
	return nil, errors.New("want string, bool, int, int64 or a list of them")
}

// typed gives the text of a tag the type of the schema.
func typed(kind any, text string) any {
	switch kind {
	case "integer":
		return json.Number(text)
	case "boolean":
		return text == "true"
	}
	return text
}

// params are the parameters of a struct and of what it embeds, in written order.
func (s *source) params(name string) []object {
	sh := s.shapes[name]
	var all []object
	for _, embedded := range sh.embeds {
		all = append(all, s.params(embedded)...)
	}
	return append(all, sh.params...)
}

// addParams writes the parameters of the structs that the handler names. Each
// operation gets its own copy, because they are corrected in place.
func (s *source) addParams(op object, structs []string) {
	listed, _ := op["parameters"].([]any)
	for _, name := range structs {
		listed = slices.DeleteFunc(listed, func(p any) bool { return s.embeds(name, p) })
		for _, p := range s.params(name) {
			listed = append(listed, clone(p))
		}
	}
	if len(listed) > 0 {
		op["parameters"] = listed
	}
}

// embeds reports whether a parameter is what swag makes of a struct that is
// embedded in the one with this name.
func (s *source) embeds(name string, parameter any) bool {
	p, _ := parameter.(object)
	return slices.ContainsFunc(s.shapes[name].embeds, func(embedded string) bool {
		_, short, _ := strings.Cut(embedded, ".")
		return p["name"] == short || s.embeds(embedded, parameter)
	})
}

func clone(o object) object {
	copied := object{}
	for key, value := range o {
		if inner, ok := value.(object); ok {
			value = clone(inner)
		}
		copied[key] = value
	}
	return copied
}
