package api

import (
	"context"

	"hachinohe.example/opendata/docs"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/openapi"
)

// openAPIJSON is the contract of the release in force.
//
//	@Summary		OpenAPI文書（JSON）
//	@Description	現在の公表に対応するOpenAPI 3.1文書。 / The OpenAPI 3.1 document of the current release.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query	param.Time	false	"release"
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
//	@Failure		400	{object}	problems.Problem
//	@Produce		application/yaml
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	OpenAPIDocument
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
		body, err := openapi.YAML(spec)
		return delivery.NewBody(body), err
	}), nil
}

// OpenAPIDocument is an OpenAPI 3.1 document.
//
//	@Description	OpenAPI 3.1 文書。 / An OpenAPI 3.1 document.
type OpenAPIDocument map[string]any

// openAPI describes the service as it serves the release.
func (v *view) openAPI() ([]byte, error) { return openapi.Make(v.document()) }

// document is what the OpenAPI document of the release is made from.
func (v *view) document() openapi.Input {
	return openapi.Input{BaseURL: v.cfg.BaseURL, Base: docs.OpenAPIBase, Release: v.release, Resources: v.planResources(), Files: v.catalog.FileNames(), Formats: v.cfg.Formats, Operators: v.cfg.Operators}
}
