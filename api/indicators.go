package api

import (
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/plan"
)

// indicators lists the indicators.
//
//	@Summary		指標の一覧
//	@Description	指標の一覧。種別（kind）は、市が定めたKPIか、公的統計による参考指標か。 / The indicators; kind tells KPIs set by the city from reference indicators of official statistics.
//	@Tags			indicators
//	@Produce		application/problem+json
//	@Failure		400,406	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query		param.List	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/indicators [get]
func (v *view) indicators(r *request) (delivery.Response, error) {
	return v.list(r, plan.Indicators())
}

// indicator returns one of the indicators.
//
//	@Summary		指標
//	@Description	一つの指標。 / One indicator.
//	@Tags			indicators
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id	path		string	true	"指標ID / indicator id"	example(ind-2)
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	RecordsAnswer
//	@Router			/api/v1/indicators/{id} [get]
func (v *view) indicator(r *request) (delivery.Response, error) { return v.item(r, plan.Indicators()) }

// observations returns the series of one indicator.
//
//	@Summary		指標の時系列
//	@Description	一つの指標の値。sinceとuntilで期間を指定でき、frequencyで年度などの期間にまとめ、transformで比べられる（/api/v1/observations も参照）。include_history=trueで、これまでに公表したすべての値を公表番号と理由とともに返す（取り下げた値は除く）。 / The values of one indicator, optionally within since and until, brought to periods with frequency and compared with transform (see also /api/v1/observations); with include_history=true every value ever published, with release numbers and reason, except what was withdrawn.
//	@Tags			indicators
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id		path		string			true	"指標ID / indicator id"	example(ind-2)
//	@Param			request	query		param.IndicatorValues	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/indicators/{id}/observations [get]
func (v *view) observations(r *request) (delivery.Response, error) {
	return v.series(r, plan.Indicators())
}
