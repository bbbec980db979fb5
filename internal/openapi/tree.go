package openapi

import (
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

// planSchema is the JSON Schema of the plan tree, made from its branches; of any
// object where the release has no tree.
func (m *maker) planSchema() object {
	tree, err := plan.NewTree(m.Release)
	if err != nil {
		return object{"type": "object"}
	}
	return treeSchema(tree.Set, tree.Branches)
}

func treeSchema(set *release.Set, branches []plan.Branch) object {
	schema := rowSchema(set)
	properties, _ := schema["properties"].(object)
	for _, b := range branches {
		var item any = object{"$ref": schemaRef(recordSchemaName(b.Set.ID))}
		if len(b.Below) > 0 {
			item = treeSchema(b.Set, b.Below)
		}
		properties[b.Name] = object{"type": "array", "items": item}
	}
	return schema
}
