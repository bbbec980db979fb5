package dataset_test

import (
	"reflect"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

func TestParseTableSchemaFillsWhatIsLeftOut(t *testing.T) {
	got, err := dataset.ParseTableSchema("parks", []byte(`{"fields": [{"name": "id"}, {"name": "year", "type": "year", "constraints": {"enum": ["2025", "2026"]}}], "primaryKey": "id"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := dataset.Dataset{
		ID: "parks", File: "022039_parks", Title: lang.T("parks", ""), Category: "その他", Licence: dataset.CCBY(),
		Schema: dataset.Schema{
			Columns: []dataset.Column{
				{Name: "id", Title: lang.T("id", ""), Type: dataset.String, Rules: dataset.Rules{Required: true}},
				{
					Name: "year", Title: lang.T("year", ""), Type: dataset.YearType,
					Codes: []dataset.Code{{Value: "2025", Label: lang.T("2025", "")}, {Value: "2026", Label: lang.T("2026", "")}},
				},
			},
			Key: []string{"id"}, Order: []string{"id"},
		},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
}

func FuzzParseTableSchema(f *testing.F) {
	for _, d := range dataset.BuiltIn() {
		data, err := d.TableSchema()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, schema := range []string{
		`{"fields":[{"name":"id"}],"primaryKey":"id"}`,
		`{"fields":[{"name":"c","constant":"x"},{"name":"a","type":"year"},{"name":"b","type":"list","delimiter":";","refers_to":"a.b"}],"primaryKey":["a"],"order":["b"]}`,
		`{"fields":[{"name":"a","type":"number","constraints":{"minimum":1.5,"maximum":"2.50","enum":["2"]}}],"primaryKey":["a"]}`,
		`{"name":"n","sources":[{"title":"<x>"}],"fields":[{"name":"a","example":"x","rdfType":"y","categories":["x","y"],"categoriesOrdered":true,"constraints":{"enum":["y"],"maxLength":3}}],"primaryKey":"a"}`,
		`{"fieldsMatch":"exact","fields":[{"name":"a","type":"integer","categories":[{"value":1,"label":"x"},2],"constraints":{"enum":[2],"minimum":1}},{"name":"b","type":"boolean","constraints":{"enum":[true]}}],"primaryKey":["a"]}`,
		`{"fields":[{"name":"a"},{"name":"b"}],"primaryKey":"a","foreignKeys":[{"fields":"b","reference":{"fields":"a"}},{"fields":"a","reference":{"resource":"x","fields":"y"}}]}`,
		`{"license":{},"fields":[{"name":"a","categories":[{"value":"x"}],"constraints":{}}],"primaryKey":"a","missingValues":[]}`,
	} {
		f.Add([]byte(schema))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		once, err := dataset.ParseTableSchema("parks", data)
		if err != nil {
			return
		}
		written, err := once.TableSchema()
		if err != nil {
			t.Fatalf("what was accepted cannot be written: %v", err)
		}
		twice, err := dataset.ParseTableSchema("parks", written)
		if err != nil {
			t.Fatalf("what was written is not accepted: %v\n%s", err, written)
		}
		if rewritten, err := twice.TableSchema(); err != nil || string(rewritten) != string(written) {
			t.Errorf("became\n%s\nwas\n%s", rewritten, written)
		}
		if !reflect.DeepEqual(twice.Schema, once.Schema) {
			t.Errorf("became %+v\nwas %+v", twice.Schema, once.Schema)
		}
	})
}
