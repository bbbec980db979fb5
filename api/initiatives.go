package api

import (
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/plan"
)

// initiatives lists the initiatives of the plan.
//
//	@Summary		取組の一覧
//	@Description	計画の79の取組と、第1期計画から削除された27の取組。番号順、削除された取組は最後。 / The 79 initiatives of the plan in the order of their numbers, then the 27 dropped since the first plan.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,406	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query		param.List	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/initiatives [get]
func (v *view) initiatives(r *request) (delivery.Response, error) {
	return v.list(r, plan.Initiatives())
}

// initiative returns one of the initiatives, by its id or by the number printed
// in the plan.
//
//	@Summary		取組
//	@Description	一つの取組。識別子（i-072）でも、計画に印刷された番号（72）でも指定できる。 / One initiative, by its id (i-072) or by the number printed in the plan (72).
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id	path		string	true	"取組IDまたは番号 / initiative id or printed number"	example(72)
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	RecordsAnswer
//	@Router			/api/v1/initiatives/{id} [get]
func (v *view) initiative(r *request) (delivery.Response, error) {
	return v.item(r, plan.Initiatives())
}
