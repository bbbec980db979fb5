package release_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"hachinohe.example/opendata/internal/fixture/own"
	"hachinohe.example/opendata/internal/release"
)

// What a schema says is what is published of it, in the JSON types of the values.
func TestASchemaIsPublishedAsItWasWritten(t *testing.T) {
	set := only(t, own.TreesSchema, own.TreesCSV).Sets[0]
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
