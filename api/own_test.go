package api_test

import (
	"io"
	"net/http"
	"net/url"
	"testing"
	"testing/fstest"

	"github.com/getkin/kin-openapi/routers/gorillamux"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// ownSchema has every type and every rule that a schema of the city's own can.
const ownSchema = `{
  "title": "公共ホール", "title_en": "Public halls", "description": "書き方の例",
  "primaryKey": ["id"],
  "fields": [
    {"name": "id", "title": "ホールID", "type": "string", "constraints": {"pattern": "(?i)h-[0-9]+"}},
    {"name": "name", "title": "名称", "constraints": {"required": true, "pattern": ".+館", "minLength": 2, "maxLength": 40}},
    {"name": "kind", "title": "種類", "categories": [{"value": "1", "label": "大", "label_en": "large"}, {"value": "2", "label": "小"}]},
    {"name": "opened", "title": "開館日", "type": "date"},
    {"name": "renewed", "title": "改修", "type": "yearmonth"},
    {"name": "capacity", "title": "定員", "type": "integer", "unit": "人", "constraints": {"minimum": 1, "maximum": 5000}},
    {"name": "area", "title": "面積", "type": "number", "unit": "㎡"},
    {"name": "fee", "title": "有料", "type": "boolean", "constraints": {"enum": ["true"]}},
    {"name": "uses", "title": "用途", "type": "list", "delimiter": ";"}
  ]
}`

const ownCSV = `id,name,kind,opened,renewed,capacity,area,fee,uses
h-1,公会堂会館,1,1975-05-01,2020-03,1200,850.50,true,music;play
H-2,南部会館,,,,,,,
`

// TestAnOwnDatasetIsInTheContract serves a dataset that brings only a schema,
// and holds its rows and its part of the document to each other.
func TestAnOwnDatasetIsInTheContract(t *testing.T) {
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{
		"halls.csv":         {Data: []byte(ownCSV)},
		"halls.schema.json": {Data: []byte(ownSchema)},
	})
	if err != nil {
		t.Fatal(err)
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	cfg := testConfig(io.Discard)
	cfg.BaseURL = contractBase
	h, err := api.New(cfg, fixed(t, rel))
	if err != nil {
		t.Fatal(err)
	}
	doc := contract(t, h)
	if doc.Components.Schemas["Record_halls"] == nil {
		t.Fatal("the document has no schema for the rows of the dataset")
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{
		"/api/v1/datasets/halls", "/api/v1/datasets/halls/schema", "/api/v1/datasets/halls/records",
		"/api/v1/datasets/halls/records?kind=1&fields=id,kind&sort=-id",
		"/api/v1/datasets/halls/records?fee=true&area=850.50&uses=play",
		"/api/v1/datasets/data_dictionary/records?dataset_id=halls",
		"/files/022039_halls.csv", "/files/022039_halls.json",
		"/api/v1/datasets/halls/records?name=" + url.QueryEscape("南部会館"),
	} {
		t.Run(target, func(t *testing.T) { hold(t, h, router, contractBase+target, http.StatusOK) })
	}
}
