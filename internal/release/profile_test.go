package release_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"hachinohe.example/opendata/internal/release"
)

// everyRule is a schema with every type and everything that a schema can say.
const everyRule = `{
  "title": "木", "title_en": "Trees", "fieldsMatch": "exact", "missingValues": [""],
  "name": "trees", "version": "1.2", "created": "2026-11-28", "homepage": "https://city.example/trees", "sources": [{"title": "台帳"}], "contributors": [{"title": "公園課"}],
  "fields": [
    {"name": "city", "constant": "八戸市", "constraints": {"enum": ["八戸市"]}},
    {"name": "zone", "type": "integer", "constant": "3"},
    {"name": "id", "format": "default", "constraints": {"pattern": "t-[0-9]+", "minLength": 3, "maxLength": 9, "unique": true}},
    {"name": "kind", "categories": ["松", "桜", "杉"], "categoriesOrdered": true, "example": "松", "rdfType": "https://schema.org/Plant", "constraints": {"enum": ["桜", "松"]}},
    {"name": "owner", "type": "integer", "categories": [{"value": 1, "label": "公立", "label_en": "public"}, {"value": "2", "label": "私立"}], "constraints": {"required": true}},
    {"name": "rank", "type": "integer", "constraints": {"enum": [1, 2], "minimum": 1, "maximum": "2"}},
    {"name": "share", "type": "number", "unit": "%", "bareNumber": true, "decimalChar": ".", "constraints": {"enum": [0.5, "1.0"], "minimum": 0.5, "maximum": 1}},
    {"name": "open", "type": "boolean", "constraints": {"enum": [true, "false"]}},
    {"name": "planted", "type": "year", "constraints": {"minimum": 1889, "maximum": "2026"}},
    {"name": "felled", "type": "year", "constraints": {"enum": ["2026", 2027]}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2026-04-01"}},
    {"name": "month", "type": "yearmonth", "constraints": {"enum": ["2026-04"]}},
    {"name": "tags", "type": "list", "delimiter": ";", "itemType": "string", "constraints": {"enum": ["a", "b"]}},
    {"name": "parent_id", "refers_to": "trees.id"}
  ],
  "primaryKey": ["id"], "order": ["kind", "id"], "foreignKeys": [{"fields": "parent_id", "reference": {"fields": "id"}}]
}`

// profile reads the official profile of Table Schema, or skips the test.
func profile(t *testing.T) *openapi3.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(shared, "conformance", "datapackage-2.0", "tableschema.json"))
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
	sets := append(build(t).Sets, only(t, everyRule, "city,zone,id,kind,owner,rank,share,open,planted,felled,day,month,tags,parent_id\n").Sets[0])
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

// What a schema says is what is published of it, in the JSON types of the values.
func TestASchemaIsPublishedAsItWasWritten(t *testing.T) {
	set := only(t, everyRule, "city,zone,id,kind,owner,rank,share,open,planted,felled,day,month,tags,parent_id\n").Sets[0]
	var document struct {
		FieldsMatch any
		Fields      []struct {
			Name, Type  string
			Categories  []struct{ Value any }
			Constraints map[string]any
		}
	}
	if err := json.Unmarshal(set.SchemaFile.Data(), &document); err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, f := range document.Fields {
		text, err := json.Marshal([]any{f.Type, f.Categories, f.Constraints})
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name] = string(text)
	}
	for name, want := range map[string]string{
		"zone":    `["integer",null,{"enum":[3]}]`,
		"id":      `["string",null,{"maxLength":9,"minLength":3,"pattern":"t-[0-9]+","required":true,"unique":true}]`,
		"kind":    `["string",[{"Value":"松"},{"Value":"桜"},{"Value":"杉"}],{"enum":["松","桜"]}]`,
		"owner":   `["integer",[{"Value":1},{"Value":2}],{"enum":[1,2],"required":true}]`,
		"rank":    `["integer",[{"Value":1},{"Value":2}],{"enum":[1,2],"maximum":2,"minimum":1}]`,
		"share":   `["number",[{"Value":0.5},{"Value":1}],{"enum":[0.5,1],"maximum":1,"minimum":0.5}]`,
		"open":    `["boolean",[{"Value":true},{"Value":false}],{"enum":[true,false]}]`,
		"planted": `["year",null,{"maximum":2026,"minimum":1889}]`,
		"felled":  `["year",[{"Value":2026},{"Value":2027}],{"enum":[2026,2027]}]`,
	} {
		if got[name] != want {
			t.Errorf("%s: got %s, want %s", name, got[name], want)
		}
	}
	if document.FieldsMatch != nil {
		t.Errorf("fieldsMatch is %v", document.FieldsMatch)
	}
	for _, line := range []string{
		`"name": "trees",`, `"version": "1.2",`, `"created": "2026-11-28",`, `"homepage": "https://city.example/trees",`, `"title": "台帳"`, `"title": "公園課"`,
		`"categoriesOrdered": true,`, `"example": "松",`, `"rdfType": "https://schema.org/Plant",`,
	} {
		if !bytes.Contains(set.SchemaFile.Data(), []byte(line)) {
			t.Errorf("lacks %s:\n%s", line, set.SchemaFile.Data())
		}
	}
}

// A schema that was published says the same as one that leaves out what is the
// default.
func TestADefaultInOtherWordsIsNoDifference(t *testing.T) {
	const schema, csv = `{"fields": [{"name": "id"}], "primaryKey": "id"}`, "id\na\n"
	now, earlier := only(t, schema, csv), only(t, schema, csv)
	set := &earlier.Sets[0]
	rest := set.SchemaFile.Data()[len("{"):]
	for word, differences := range map[string]int{"exact": 0, "equal": 1} {
		set.SchemaFile = release.NewFile(set.ID, set.SchemaFile.Path, append([]byte(`{"fieldsMatch": "`+word+`",`), rest...))
		if got := release.Diff(earlier, now); len(got) != differences {
			t.Errorf("%s: got %+v", word, got)
		}
	}
}
