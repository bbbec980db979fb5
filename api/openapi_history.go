package api

import "hachinohe.example/opendata/internal/release"

// seriesPath answers with more columns where its history is asked for.
const seriesPath = "/api/v1/indicators/{id}/observations"

// historySchemaName names the schema of an observation with its history.
const historySchemaName = "Record_observations_history"

// addHistory adds the schema of an observation with its history.
func (v *view) addHistory(schemas map[string]any) {
	if set, ok := v.release.Set("observations"); ok {
		schemas[historySchemaName] = v.recordSchema(historySet(set))
	}
}

// describeSeries says that the rows are those of the indicator in the path, and
// may be those with history.
func (v *view) describeSeries(set *release.Set, op object) {
	id, _ := parameter(op, "id")["example"].(string)
	setRows(op, object{"$ref": schemaRef(recordSchemaName(set.ID))}, object{"$ref": schemaRef(historySchemaName)})
	v.describeQuery(set, op, id+"\n")
	parameter(op, "indicator_id")["example"] = id
	if examples, ok := dig(parameter(op, "conditions"), "examples"); ok {
		examples["relation"] = alongRelation("indicator.id", id)
	}
}

// describeReleaseFile says what the JSON files of a release are: rows, or a
// Table Schema.
func (v *view) describeReleaseFile(op object) {
	rows := object{"type": "array", "items": object{"anyOf": v.recordRefs()}}
	setSchema(op, "application/json", object{"anyOf": []object{rows, {"$ref": schemaRef("TableSchema")}}})
}
