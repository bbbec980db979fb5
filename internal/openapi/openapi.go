// Package openapi makes the OpenAPI document of a release: the part that comments
// state, and what only the data knows — columns, code lists, names, and examples
// with values that occur.
//
// It promises that equal releases give equal documents, and that every example
// finds rows. Values of examples are chosen in one place (samples.go), queries of
// them made in another (dataset_examples.go); the descriptions of datasets and the reference
// page use them, too. It refuses HTTP. It builds on format, query, plan and
// release; api uses it.
package openapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// object is a JSON object of the document.
type object = map[string]any

// document is the top of an OpenAPI document, in the order people read it.
type document struct {
	OpenAPI    string            `json:"openapi"`
	Info       json.RawMessage   `json:"info"`
	Servers    []object          `json:"servers"`
	Tags       json.RawMessage   `json:"tags"`
	Security   json.RawMessage   `json:"security,omitempty"`
	Paths      map[string]object `json:"paths"`
	Components struct {
		Schemas map[string]any `json:"schemas"`
	} `json:"components"`
}

// Input is what a document is made from.
type Input struct {
	BaseURL   string // absolute, without a slash at its end
	Base      []byte // the part of the document that comments state
	Release   *release.Release
	Resources []plan.Resource
	Files     []string // names under /files
	Formats   format.List
	Operators []table.Op // that conditions may have
}

// v1 leads every address of the API.
const v1 = "/api/v1/"

// maker makes a document.
type maker struct{ Input }

// Make describes the service as it serves a release: what comments state (Base),
// and from each dataset's schema what they cannot know: columns, code lists,
// filters, names.
func Make(in Input) ([]byte, error) {
	m := &maker{in}
	var d document
	if err := json.Unmarshal(m.Base, &d); err != nil {
		return nil, fmt.Errorf("reading the base document: %w", err)
	}
	d.Servers = []object{{"url": m.server()}}
	for i := range m.Release.Sets {
		set := &m.Release.Sets[i]
		d.Components.Schemas[recordSchemaName(set.ID)] = m.recordSchema(set)
	}
	d.Components.Schemas[groupSchemaName] = groupSchema()
	d.Components.Schemas["PlanTree"] = m.planSchema()
	m.addHistory(d.Components.Schemas)
	for path, item := range d.Paths {
		if err := m.describePath(path, item); err != nil {
			return nil, fmt.Errorf("describing %s: %w", path, err)
		}
	}
	if err := dropUnused(&d); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ") // people read it, and compression makes up for it
	if err := enc.Encode(d); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// server is where the service is: at its base URL or, where that leads to this
// machine alone, on whatever address the document was read from.
func (m *maker) server() string {
	base, err := url.Parse(m.BaseURL)
	if err != nil || base.Hostname() != "localhost" {
		return m.BaseURL
	}
	return "/"
}
