package api

import (
	"context"
	"strings"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/freshness"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/results"
)

// FreshnessAnswer says how new datasets and indicators are.
//
//	@Description	データセットと指標の新しさ。 / How new the datasets and indicators are.
type FreshnessAnswer struct {
	Metadata catalog.Metadata  `json:"metadata"`
	Results  []freshness.Entry `json:"results"`
}

// freshness says how new the datasets and indicators are.
//
//	@Summary		データの新しさ
//	@Description	データセットと指標のそれぞれについて、対象期間、最新の期間、最後に変わった公表、次の値の期限とその超過、予定されている次の公表。すべて行と公表の履歴から計算する。期限の超過は、きょう（release か as_of を指定したときは、その公表の公開日）の時点で判断する。metadata.citation のURLは公表の番号を含むため、示すのはその公表の公開日の時点の判断で、きょうの応答とは判断した日、期限の超過、次の公表が異なる。 / For each dataset and indicator: covered and newest period, the release in which it changed last, until when the next value is due and whether it is overdue, and the release that is scheduled next; all computed from the rows and the releases. Overdue is judged today, or, with release or as_of, on the day on which that release came into effect. The address in metadata.citation has the number of the release, so that what it shows is judged on that day: judged_on, overdue and next_release differ from those of today's response.
//	@Tags			datasets
//	@Produce		application/problem+json
//	@Failure		400,404,406,410	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query	param.Datasets	false	"page"
//	@Success		200	{object}	FreshnessAnswer
//	@Router			/api/v1/freshness [get]
func (v *view) freshness(r *request) (delivery.Response, error) {
	p := r.query()
	q := v.walk(p, "freshness", recordsQuery{format: r.representation(p, documents()), given: make(map[string]string)})
	if err := p.Done(); err != nil {
		return nil, err
	}
	judging := freshness.When(v.release, r.now)
	if r.current() {
		judging, r.passes = v.freshnesses.Today(r.now), true
	}
	about := citation.Site(lang.T("データの新しさ", "Freshness of the data"), "freshness", v1+"freshness")
	page := v.pageAnswer(about, q, func(ctx context.Context) (any, results.Page, error) {
		subjects, page := results.PageOf(freshness.Subjects(v.release), q.Offset, q.Limit)
		list, err := v.freshnesses.Describe(ctx, v.release, subjects, judging)
		return list, page, err
	})
	page.Key += "\n" + judging.Identity() + "\n" + strings.Join(v.cache.Withdrawals(), "\n")
	page.Cache = delivery.AlwaysRevalidate // it depends on the day, and on what was withdrawn
	return page, nil
}
