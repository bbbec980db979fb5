package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/goccy/go-yaml"

	"hachinohe.example/opendata/docs"
	"hachinohe.example/opendata/internal/delivery"
)

// openAPIJSON is the contract of the release in force.
//
//	@Summary		OpenAPI文書（JSON）
//	@Description	現在の公表に対応するOpenAPI 3.1文書。 / The OpenAPI 3.1 document of the current release.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	Problem
//	@Produce		json
//	@Param			request	query	TimeParams	false	"release"
//	@Success		200	{object}	OpenAPIDocument
//	@Router			/openapi.json [get]
func (v *view) openAPIJSON(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	return delivery.NewPage(mediaJSON, "/openapi.json", func(context.Context) (*delivery.Body, error) {
		spec, err := v.openAPI()
		return delivery.NewBody(spec), err
	}), nil
}

// openAPIYAML is the same in YAML.
//
//	@Summary		OpenAPI文書（YAML）
//	@Description	現在の公表に対応するOpenAPI 3.1文書。 / The OpenAPI 3.1 document of the current release.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	Problem
//	@Produce		application/yaml
//	@Param			request	query	TimeParams	false	"release"
//	@Success		200	{string}	string	"YAML"
//	@Router			/openapi.yaml [get]
func (v *view) openAPIYAML(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	return delivery.NewPage("application/yaml; charset=utf-8", "/openapi.yaml", func(context.Context) (*delivery.Body, error) {
		spec, err := v.openAPI()
		if err != nil {
			return nil, err
		}
		body, err := yaml.JSONToYAML(spec)
		return delivery.NewBody(body), err
	}), nil
}

// OpenAPIDocument is an OpenAPI 3.1 document.
//
//	@Description	OpenAPI 3.1 文書。 / An OpenAPI 3.1 document.
type OpenAPIDocument map[string]any

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

// openAPI describes the service as it serves the release: what the comments in
// this package say (docs.OpenAPIBase), and from each dataset's schema what they
// cannot know: columns, code lists, filters, names.
func (v *view) openAPI() ([]byte, error) {
	var d document
	if err := json.Unmarshal(docs.OpenAPIBase, &d); err != nil {
		return nil, fmt.Errorf("reading the base document: %w", err)
	}
	d.Servers = []object{{"url": v.cfg.BaseURL}}
	for i := range v.release.Sets {
		set := &v.release.Sets[i]
		d.Components.Schemas[recordSchemaName(set.ID)] = v.recordSchema(set)
	}
	d.Components.Schemas[groupSchemaName] = groupSchema()
	d.Components.Schemas["PlanTree"] = v.planSchema()
	v.addHistory(d.Components.Schemas)
	for path, item := range d.Paths {
		if err := v.describePath(path, item); err != nil {
			return nil, fmt.Errorf("describing %s: %w", path, err)
		}
	}
	compact, err := marshal(d)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer // indented: people read it, and compression makes up for it
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
