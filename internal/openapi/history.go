package openapi

import (
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
)

// historySchemaName names the schema of a row of a series with its history.
func historySchemaName(id string) string { return recordSchemaName(id) + "_history" }

// derivedSchemaName names the schema of a row that is made of the values of a series.
func derivedSchemaName(id string) string { return recordSchemaName(id) + "_derived" }

// addHistory adds the schemas of the rows of series with their history, and of those
// that are made of them.
func (m *maker) addHistory(schemas map[string]any) {
	for _, r := range m.Resources {
		if set, ok := m.Release.Set(r.Series.Dataset); ok {
			schemas[historySchemaName(set.ID)] = m.recordSchema(plan.HistorySet(set))
			schemas[derivedSchemaName(set.ID)] = m.recordSchema(plan.DerivedSet(set))
		}
	}
}

// describeSeries says that the rows are those of the record in the path, and may
// be those with history.
func (m *maker) describeSeries(series plan.Series, set *release.Set, op object) {
	id, _ := parameter(op, "id")["example"].(string)
	setRows(op, object{"$ref": schemaRef(recordSchemaName(set.ID))}, object{"$ref": schemaRef(historySchemaName(set.ID))}, object{"$ref": schemaRef(derivedSchemaName(set.ID))})
	m.describeQuery(set, op, series.Scope(id, ""))
	parameter(op, series.Parent)["example"] = id
	examples, ok := dig(parameter(op, "conditions"), "examples")
	if !ok {
		return
	}
	for _, r := range query.Relations(query.Subject{Set: set, In: m.Release}) {
		if set.Table.Column(r.Column).Name == series.Parent {
			examples["relation"] = alongRelation(r.Name+"."+r.Target.Table.Column(r.TargetColumn).Name, id)
		}
	}
}
