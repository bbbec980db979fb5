package api

import (
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/plan"
)

// policies lists the policies of the plan.
//
//	@Summary		施策の一覧
//	@Description	3つの基本目標の下の11の施策。 / The 11 policies under the three goals.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,406	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query		param.List	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/policies [get]
func (v *view) policies(r *request) (delivery.Response, error) {
	return v.list(r, plan.Policies())
}

// policy returns one of the policies.
//
//	@Summary		施策
//	@Description	一つの施策。 / One policy.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id	path		string	true	"施策ID / policy id"	example(p-1-1)
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	RecordsAnswer
//	@Router			/api/v1/policies/{id} [get]
func (v *view) policy(r *request) (delivery.Response, error) { return v.item(r, plan.Policies()) }
