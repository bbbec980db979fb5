package api

import (
	"context"
	"strings"
	"sync"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

// seriesHistory answers with every value that the rows of one record of a series
// ever had. The columns about the releases can be filtered, sorted and chosen like
// all others.
func (v *view) seriesHistory(r *request, p *param.Values, s seriesRequest) (delivery.Response, error) {
	set := plan.HistorySet(s.set)
	bounds, err := s.Period(p, set)
	if err != nil {
		return nil, err
	}
	q, err := v.parseRecords(r, p, set, "history\n"+s.Scope(r.id, canonical(bounds.Given)))
	if err != nil {
		return nil, err
	}
	row, record, _, err := s.find(r.id)
	if err != nil {
		return nil, err
	}
	q.name = v.seriesName(s, row, q.given)
	q = q.within(bounds)
	q.given["include_history"] = "true"
	path, withdrawn := s.path(record), strings.Join(v.cache.Withdrawals(), "\n")
	versions := sync.OnceValues(func() (*release.Set, error) {
		return v.histories.Of(r.http.Context(), v.release, plan.NewHistory(set, s.Series, record), r.now)
	})
	q.keySuffix = "\n" + withdrawn
	response := v.rowsAnswerOf(path, set, q, func(context.Context) (*release.Set, error) { return versions() }, func() error {
		_, err := versions()
		return err
	})
	if withdrawn != "" { // what is passed over changes what earlier releases seem to bring
		response.About().Cache = delivery.AlwaysRevalidate
	}
	return response, nil
}
