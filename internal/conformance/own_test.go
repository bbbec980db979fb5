package conformance_test

import (
	"net/http"
	"net/url"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/fixture/own"
)

// halls is a dataset of the city's own, with every type.
func halls() fstest.MapFS {
	return fstest.MapFS{
		"halls.csv":         {Data: []byte(own.HallsCSV)},
		"halls.schema.json": {Data: []byte(own.HallsSchema)},
	}
}

// A dataset that brings only a schema is served, and its rows and its part of the
// document are held to each other.
func TestAnOwnDatasetIsInTheContract(t *testing.T) {
	c := contractOf(t, service(t, halls()))
	if c.judge.Components.Schemas["Record_halls"] == nil {
		t.Fatal("the document has no schema for the rows of the dataset")
	}
	for _, target := range []string{
		"/api/v1/datasets/halls", "/api/v1/datasets/halls/schema", "/api/v1/datasets/halls/records",
		"/api/v1/datasets/halls/records?kind=1&fields=id,kind&sort=-id",
		"/api/v1/datasets/halls/records?fee=true&area=850.50&uses=play",
		"/api/v1/datasets/data_dictionary/records?dataset_id=halls",
		"/files/022039_halls.csv", "/files/022039_halls.json",
		"/api/v1/datasets/halls/records?name=" + url.QueryEscape("南部会館"),
	} {
		t.Run(target, func(t *testing.T) { c.hold(t, target, http.StatusOK) })
	}
}
