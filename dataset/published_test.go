package dataset_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
)

// Schemas that cannot be meant were accepted once. They are refused now, but a
// release that has one is still read.
func TestAPublishedSchemaIsReadThoughItWouldBeRefused(t *testing.T) {
	for _, schema := range []string{
		`{"fields": [{"name": "id"}], "primaryKey": ["id", "id"]}`,
		`{"fields": [{"name": "id"}], "primaryKey": ["id"], "order": ["id", "id"]}`,
		`{"fields": [{"name": "id"}, {"name": "n", "type": "integer", "constraints": {"minimum": 10, "maximum": 2}}], "primaryKey": ["id"]}`,
		`{"fields": [{"name": "id"}, {"name": "n", "type": "number", "categories": [{"value": "0.5"}, {"value": "0.50"}], "constraints": {"enum": ["0.5", "0.50"]}}], "primaryKey": ["id"]}`,
	} {
		if _, err := dataset.ParseTableSchema("parks", []byte(schema)); err == nil {
			t.Errorf("accepted %s", schema)
		}
		d, err := dataset.ReadTableSchema("parks", []byte(schema))
		if err != nil || len(d.Schema.Columns) == 0 {
			t.Errorf("%s: %v", schema, err)
		}
	}
}
