package openapi

import (
	"encoding/json"
	"fmt"
	"strings"
)

// dropUnused removes the schemas that nothing refers to, such as those that
// comments state for what is described by the data.
func dropUnused(d *document) error {
	used := make(map[string]bool)
	paths, err := refersTo(d.Paths)
	if err != nil {
		return err
	}
	for next := paths; len(next) > 0; {
		name := next[0]
		next = next[1:]
		if used[name] {
			continue
		}
		used[name] = true
		below, err := refersTo(d.Components.Schemas[name])
		if err != nil {
			return err
		}
		next = append(next, below...)
	}
	for name := range d.Components.Schemas {
		if !used[name] {
			delete(d.Components.Schemas, name)
		}
	}
	return nil
}

// refersTo lists the schemas that a part of the document refers to.
func refersTo(part any) ([]string, error) {
	text, err := json.Marshal(part)
	if err != nil {
		return nil, fmt.Errorf("looking for references: %w", err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		return nil, fmt.Errorf("looking for references: %w", err)
	}
	return references(tree), nil
}

func references(tree any) (names []string) {
	switch t := tree.(type) {
	case []any:
		for _, item := range t {
			names = append(names, references(item)...)
		}
	case object:
		if ref, ok := t["$ref"].(string); ok {
			names = append(names, strings.TrimPrefix(ref, schemaRef("")))
		}
		for _, item := range t {
			names = append(names, references(item)...)
		}
	}
	return names
}
