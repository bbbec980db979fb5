package api

import (
	"context"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/freshness"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/warning"
)

// ProgressAnswer is the progress of one indicator.
//
//	@Description	一つの指標の進捗。 / The progress of one indicator.
type ProgressAnswer struct {
	Metadata catalog.Metadata         `json:"metadata"`
	Results  []plan.IndicatorProgress `json:"results"`
}

// PlanProgressAnswer is the progress of the indicators of the plan.
//
//	@Description	計画の指標の進捗。 / The progress of the indicators of the plan.
type PlanProgressAnswer struct {
	Metadata catalog.Metadata     `json:"metadata"`
	Results  []plan.WholeProgress `json:"results"`
}

// indicatorProgress judges one indicator against its target.
//
//	@Summary		指標の進捗
//	@Description	一つの指標の進捗。基準値・目標値・目標年度に照らし、名称と版のある手法ごとに、算式、入力（レコードと公表番号）、結果または計算できない理由、限界を返す。最新の値の時点で判定し、現在の日時には左右されない。市が目標値を設定していない指標では、status が not_computable、reason が no_target になる。断層、途中までの年度などの注意は metadata.warnings にある。 / The progress of one indicator towards its target, by named, versioned methods: for each its formula, inputs (with record and release), result or why there is none, and limits. It is judged at the date of the newest value; the result does not depend on the current time. An indicator without a target has the status not_computable with the reason no_target. Breaks, a partial last year and the like are in metadata.warnings.
//	@Tags			indicators
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id		path		string			true	"指標ID / indicator id"	example(ind-2)
//	@Param			request	query		param.Progress	false	"area"
//	@Success		200		{object}	ProgressAnswer
//	@Router			/api/v1/indicators/{id}/progress [get]
func (v *view) indicatorProgress(r *request) (delivery.Response, error) {
	area, given, err := r.area(v.release)
	if err != nil {
		return nil, err
	}
	p, err := plan.NewProgress(v.release, plan.Indicators().Holding(v.release, r.id))
	if err != nil {
		return nil, err
	}
	row, id, err := plan.Indicators().Item(p.Set(), r.id)
	if err != nil {
		return nil, err
	}
	about := citation.Of(p.Set(), pathTo(plan.Indicators().Path, id, "progress"))
	series := citation.Series([]lang.Text{plan.Name(p.Set(), row)}, []lang.Text{plan.AreaName(v.release, area)})
	about.Title, about.Type = lang.T(series.Ja+"の進捗", "Progress of "+series.En), "progress"
	page := documentPage(v, about, given, func(ctx context.Context) ([]plan.IndicatorProgress, []warning.Warning, error) {
		found, warnings, err := p.Of(ctx, row, area)
		if late, ok := freshness.Overdue(found.Date, found.Frequency, v.release, warning.Place{IndicatorID: id, AreaCode: area}); ok {
			warnings = append(warnings, late)
		}
		return []plan.IndicatorProgress{found}, warnings, err
	})
	page.Work = delivery.Work{Rows: func(ctx context.Context) int { return p.Reach(ctx, row, area) }}
	return page, nil
}

// planProgress counts the statuses of the indicators of the plan.
//
//	@Summary		計画の進捗
//	@Description	計画の指標の状況（達成、順調、遅れ、後退、判定不可）ごとの件数を、計画全体、基本目標、施策について返す。市が定めたKPIと参考指標は分けて数える。異なる指標の値は平均しない。取組の進捗があれば、年度と区分ごとの件数も返す。 / How many indicators of the plan have which status (achieved, on track, behind, moving away, not computable), for the plan and each goal and policy. KPIs set by the city and reference indicators are counted separately; values of different indicators are never averaged. The progress of initiatives is counted by fiscal year and status.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query		param.Progress	false	"area"
//	@Success		200		{object}	PlanProgressAnswer
//	@Router			/api/v1/progress [get]
func (v *view) planProgress(r *request) (delivery.Response, error) {
	area, given, err := r.area(v.release)
	if err != nil {
		return nil, err
	}
	p, err := plan.NewProgress(v.release, plan.Indicators())
	if err != nil {
		return nil, err
	}
	tree, err := plan.NewTree(v.release)
	if err != nil {
		return nil, err
	}
	if _, err = tree.Newest(); err != nil {
		return nil, err
	}
	about := citation.Of(tree.Set, v1+"progress")
	about.Title, about.Type, about.Key = lang.T("計画の進捗", "Progress of the plan"), "progress", "progress"
	if v.release.HoldsSample() {
		about.Title = lang.T(dataset.SampleMark+"を含む計画の進捗", "Progress of the plan, with "+dataset.SampleMarkEn)
	}
	page := documentPage(v, about, given, func(ctx context.Context) ([]plan.WholeProgress, []warning.Warning, error) {
		found, err := plan.ProgressOfPlan(ctx, v.release, tree, area)
		return found, nil, err
	})
	page.Work = delivery.Work{Rows: func(context.Context) int { return p.AllRows() }}
	return page, nil
}

// area reads whose values of a release are asked for: those of the city unless the
// request says, and how that is said in the canonical request.
func (r *request) area(rel *release.Release) (area string, given map[string]string, err error) {
	p := r.query()
	r.representation(p, documents())
	area, given = plan.Area(p, rel)
	return area, given, p.Done()
}

// documentPage answers with results that are made when they are asked for, and what
// to know before relying on them.
func documentPage[T any](v *view, about citation.Subject, given map[string]string, find func(context.Context) ([]T, []warning.Warning, error)) *delivery.Page {
	p := jsonPage(about.Path+"?"+canonical(given), func(ctx context.Context) (*delivery.Body, error) {
		found, warnings, err := find(ctx)
		if err != nil {
			return nil, err
		}
		m := v.catalog.Metadata(about, given, len(found))
		m.Warnings = warnings
		body, err := format.Marshal(struct {
			Metadata catalog.Metadata `json:"metadata"`
			Results  []T              `json:"results"`
		}{m, found})
		return delivery.NewBody(body), err
	})
	p.Links = v.citeAs(about.Path, given)
	return p
}
