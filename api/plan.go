package api

import (
	"context"

	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/results"
)

// plan returns the whole plan as one tree.
//
//	@Summary		計画の全体
//	@Description	目指す姿、基本目標→施策→取組の階層と、削除された取組。 / The visions, the tree goal → policy → initiatives, and the dropped initiatives.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,406,410	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	RecordsAnswer
//	@Router			/api/v1/plan [get]
func (v *view) plan(r *request) (delivery.Response, error) {
	if err := r.onlyJSON(); err != nil {
		return nil, err
	}
	tree, err := plan.NewTree(v.release)
	if err != nil {
		return nil, err
	}
	row, err := tree.Newest()
	if err != nil {
		return nil, err
	}
	about := citation.Of(tree.Set, v1+"plan")
	about.Type, about.Key = "plan", "plan"
	p := jsonPage(about.Path, func(context.Context) (*delivery.Body, error) {
		rows := format.NewObjects(tree.Shape()).Append([]byte{'['}, row)
		body, err := results.Envelope(v.catalog.Metadata(about, nil, 1), append(rows, ']'))
		return delivery.NewBody(body), err
	})
	p.Links = v.citeAs(about.Path, nil)
	return p, nil
}
