package api

import (
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/plan"
)

// goals lists the goals of the plan.
//
//	@Summary		基本目標の一覧
//	@Description	計画の3つの基本目標。 / The three goals of the plan.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,406	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query		param.List	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/goals [get]
func (v *view) goals(r *request) (delivery.Response, error) { return v.list(r, plan.Goals()) }

// goal returns one of the goals.
//
//	@Summary		基本目標
//	@Description	一つの基本目標。 / One goal.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id	path		string	true	"基本目標ID / goal id"	example(g-1)
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	RecordsAnswer
//	@Router			/api/v1/goals/{id} [get]
func (v *view) goal(r *request) (delivery.Response, error) { return v.item(r, plan.Goals()) }
