package conformance_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/openapi3"

	"hachinohe.example/opendata/internal/fixture/own"
)

// profile reads the official profile of Table Schema, or skips the test.
func profile(t *testing.T) *openapi3.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "conformance", "datapackage-2.0", "tableschema.json"))
	if err != nil {
		t.Skip("the profiles of Data Package are not next to the repository: ", err)
	}
	var schema openapi3.Schema
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	return &schema
}

// The official profile accepts every schema that is published. Its version 2.0
// contradicts the standard in two places, which 2.1 corrects: it does not know the
// type list, and wants a list as fieldsMatch.
func TestTheOfficialProfileAcceptsEveryPublishedSchema(t *testing.T) {
	profile := profile(t)
	sets := built(t, fstest.MapFS{
		"trees.csv":         {Data: []byte(own.TreesCSV)},
		"trees.schema.json": {Data: []byte(own.TreesSchema)},
	}).Sets
	for i := range sets {
		var document map[string]any
		if err := json.Unmarshal(sets[i].SchemaFile.Data(), &document); err != nil {
			t.Fatal(err)
		}
		if document["fieldsMatch"] == "exact" {
			delete(document, "fieldsMatch")
		}
		for _, field := range fieldsOf(t, document) {
			if field["type"] == "list" {
				field["type"] = "string"
			}
		}
		if err := profile.VisitJSON(document); err != nil {
			t.Errorf("%s: %v", sets[i].ID, err)
		}
	}
}

func fieldsOf(t *testing.T, document map[string]any) []map[string]any {
	t.Helper()
	list, _ := document["fields"].([]any)
	var fields []map[string]any
	for _, f := range list {
		field, ok := f.(map[string]any)
		if !ok {
			t.Fatalf("a field is %v", f)
		}
		fields = append(fields, field)
	}
	return fields
}
