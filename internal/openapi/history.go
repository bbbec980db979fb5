package openapi

import (
	"strings"

	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
)

// historySchemaName names the schema of a row of a series with its history.
func historySchemaName(id string) string { return recordSchemaName(id) + "_history" }

// addHistory adds the schemas of the rows of series with their history.
func (m *maker) addHistory(schemas map[string]any) {
	for _, r := range m.Resources {
		if set, ok := m.Release.Set(r.Series.Dataset); ok {
			schemas[historySchemaName(set.ID)] = m.recordSchema(plan.HistorySet(set))
		}
	}
}

// seriesOf returns the resource of whose records a path lists the series.
func (m *maker) seriesOf(path string) (plan.Resource, bool) {
	pattern := strings.ReplaceAll(strings.TrimPrefix(path, v1), "{id}", plan.Variable)
	id, r, list, ok := plan.Dataset(m.Resources, pattern)
	return r, ok && list && id == r.Series.Dataset
}

// describeSeries says that the rows are those of the record in the path, and may
// be those with history.
func (m *maker) describeSeries(of plan.Resource, set *release.Set, op object) {
	id, _ := parameter(op, "id")["example"].(string)
	setRows(op, object{"$ref": schemaRef(recordSchemaName(set.ID))}, object{"$ref": schemaRef(historySchemaName(set.ID))})
	m.describeQuery(set, op, id+"\n")
	for _, r := range query.Relations(query.Subject{Set: set, In: m.Release}) {
		if r.Target.ID != of.Dataset {
			continue
		}
		parameter(op, set.Table.Column(r.Column).Name)["example"] = id
		if examples, ok := dig(parameter(op, "conditions"), "examples"); ok {
			examples["relation"] = alongRelation(r.Name+"."+r.Target.Table.Column(r.TargetColumn).Name, id)
		}
	}
}

// describeReleaseFile says what the JSON files of a release are: rows, or a
// Table Schema.
func (m *maker) describeReleaseFile(op object) {
	rows := object{"type": "array", "items": object{"anyOf": m.recordRefs()}}
	setSchema(op, "application/json", object{"anyOf": []object{rows, {"$ref": schemaRef("TableSchema")}}})
}
