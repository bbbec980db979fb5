package openapi_test

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/docs"
	"hachinohe.example/opendata/internal/fixture/absent"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/openapi"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/table"
)

// served is what the program makes the document of a release from.
func served(rel *release.Release) openapi.Input {
	in := openapi.Input{Operators: table.Ops(), BaseURL: "http://localhost:8080", Base: docs.OpenAPIBase, Release: rel, Resources: plan.Resources(), Formats: format.All()}
	others := slices.DeleteFunc(format.All().With(format.Files), format.Canonical().Is)
	files := append(format.List{format.Canonical()}, others...)
	for i := range rel.Sets {
		for _, f := range files {
			in.Files = append(in.Files, rel.Sets[i].File+f.Suffix())
		}
	}
	return in
}

// The document of the embedded release is the committed one; go generate in api
// writes it.
func TestDocumentIsTheCommittedOne(t *testing.T) {
	made, err := openapi.Make(served(built(t, nil)))
	if err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("../../docs/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(made, committed) {
		t.Error("docs/openapi.json differs from what is made; run go generate ./...")
	}
}

// Whatever a release lacks, its document is made, and refers to nothing that it
// does not have.
func TestDocumentsOfReleasesThatLackSomething(t *testing.T) {
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sources {
		complete(t, "without "+s.Dataset.ID, absent.Dataset(sources, s.Dataset.ID))
		for _, c := range s.Dataset.Schema.Data() {
			if testing.Short() && c.Name != "id" && c.Name != "mark" && !strings.HasSuffix(c.Name, "_id") {
				continue
			}
			older, err := absent.Column(sources, s.Dataset.ID, c.Name)
			if err != nil {
				t.Fatal(err)
			}
			complete(t, "without "+s.Dataset.ID+"."+c.Name, older)
		}
	}
}

// complete checks that every reference of a document leads to a schema.
func complete(t *testing.T, name string, sources []dataset.Source) {
	t.Helper()
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	text, err := openapi.Make(served(rel))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var doc struct {
		Components struct{ Schemas map[string]any }
	}
	if err := json.Unmarshal(text, &doc); err != nil {
		t.Fatal(err)
	}
	for i, part := range strings.Split(string(text), `"$ref": "`) {
		ref, _, _ := strings.Cut(part, `"`)
		if schema := strings.TrimPrefix(ref, "#/components/schemas/"); i > 0 && doc.Components.Schemas[schema] == nil {
			t.Errorf("%s: nothing at %s", name, ref)
		}
	}
}

// A resource may have a dataset of one column, or of no rows; and none.
func TestSmallResourcesAreDescribed(t *testing.T) {
	files := fstest.MapFS{
		"counts.csv":          {Data: []byte("n\n3\n1\n2\n")},
		"counts.schema.json":  {Data: []byte(`{"title": "数", "primaryKey": ["n"], "fields": [{"name": "n", "title": "数", "type": "integer"}]}`)},
		"nothing.csv":         {Data: []byte("n\n")},
		"nothing.schema.json": {Data: []byte(`{"title": "空", "primaryKey": ["n"], "fields": [{"name": "n"}]}`)},
	}
	rel := built(t, files)
	for _, c := range []struct{ dataset, sort string }{{"counts", "-n"}, {"nothing", "-n"}, {"unknown", ""}} {
		got := ""
		for _, p := range made(t, rel, plan.Resource{Path: "hopes", Dataset: c.dataset}).Paths["/api/v1/hopes"].Get.Parameters {
			if text, ok := p.Example.(string); ok && p.Name == "sort" {
				got = text
			}
		}
		if got != c.sort {
			t.Errorf("%s: the example of sort is %q, want %q", c.dataset, got, c.sort)
		}
	}
}
