package api

import (
	"maps"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// indicators lists the indicators.
//
//	@Summary		指標の一覧
//	@Description	指標の一覧。公式のKPIは作成中のため、現在は参考指標だけ。 / The indicators. The official KPIs are in preparation; there are only reference indicators now.
//	@Tags			indicators
//	@Produce		application/problem+json
//	@Failure		400,406	{object}	Problem
//	@Produce		json,text/csv,application/x-ndjson
//	@Param			request	query		ListParams	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/indicators [get]
func (v *view) indicators(r *request) (delivery.Response, error) {
	return v.listOf(r, "indicators", v1+"indicators")
}

// indicator returns one of the indicators.
//
//	@Summary		指標
//	@Description	一つの指標。 / One indicator.
//	@Tags			indicators
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	Problem
//	@Produce		json,text/csv
//	@Param			id	path		string	true	"指標ID / indicator id"	example(ind-2)
//	@Param			request	query	TimeParams	false	"release"
//	@Success		200	{object}	RecordsAnswer
//	@Router			/api/v1/indicators/{id} [get]
func (v *view) indicator(r *request) (delivery.Response, error) { return v.itemOf(r, "indicators") }

// observations returns the series of one indicator.
//
//	@Summary		指標の時系列
//	@Description	一つの指標の値。sinceとuntilで期間を絞れる。include_history=trueで、これまでに公表したすべての値を公表番号と理由とともに返す（取り下げた値は除く）。 / The values of one indicator, optionally within since and until; with include_history=true every value ever published, with release numbers and reason, except what was withdrawn.
//	@Tags			indicators
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	Problem
//	@Produce		json,text/csv,application/x-ndjson
//	@Param			id		path		string			true	"指標ID / indicator id"	example(ind-2)
//	@Param			request	query		SeriesParams	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/indicators/{id}/observations [get]
func (v *view) observations(r *request) (delivery.Response, error) {
	set, err := v.set("observations")
	if err != nil {
		return nil, err
	}
	indicators, err := v.set("indicators")
	if err != nil {
		return nil, err
	}
	p := r.query()
	if p.Boolean("include_history", false) {
		return v.observationHistory(r, p, set, indicators)
	}
	bounds, given := seriesBounds(p, set)
	q, err := v.parseRecords(r, p, set, r.id+"\n"+canonical(given))
	if err != nil {
		return nil, err
	}
	if _, err := findRow(indicators, r.id); err != nil {
		return nil, err
	}
	of := table.Equal(set.Table.Index("indicator_id"), r.id)
	q.also = append(bounds, of)
	maps.Copy(q.given, given)
	return v.rowsAnswer(pathTo("indicators", r.id, "observations"), set, q), nil
}

// seriesBounds reads since and until: the period lies between them, inclusive.
func seriesBounds(p *param.Values, set *release.Set) (filters []table.Filter, given map[string]string) {
	given = make(map[string]string)
	for _, b := range []struct {
		name, column string
		op           table.Op
	}{{"since", "period_start", table.Ge}, {"until", "period_end", table.Le}} {
		text, ok := p.Text(b.name)
		if !ok {
			continue
		}
		column := set.Table.Index(b.column)
		value, wrong := set.Table.Column(column).Parse(text)
		if !wrong.Empty() || value.Missing {
			p.Fail(b.name, lang.T("実在する日付を YYYY-MM-DD の形で指定してください（例 "+b.name+"=2022-06-30）", "must be a day that exists, written YYYY-MM-DD, such as "+b.name+"=2022-06-30"))
			continue
		}
		filters = append(filters, table.Filter{Column: column, Op: b.op, Values: []dataset.Value{value}})
		given[b.name] = text
	}
	return filters, given
}
