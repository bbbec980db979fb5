package api

import (
	"context"
	"maps"
	"strings"
	"sync"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// seriesHistory answers with every value that the rows of one record of a series
// ever had. The columns about the releases can be filtered, sorted and chosen like
// all others.
func (v *view) seriesHistory(r *request, p *param.Values, s seriesRequest, record string, missing error) (delivery.Response, error) {
	s.WithHistory(p)
	set := plan.HistorySet(s.set)
	bounds, err := s.Period(p, set)
	if err != nil {
		return nil, err
	}
	within := append(bounds.Filters, s.Chosen...) //nolint:gocritic // a list of its own
	withdrawn := strings.Join(v.cache.Withdrawals(), "\n")
	versions := sync.OnceValues(func() (*release.Set, error) {
		return v.histories.Of(r.http.Context(), v.release, plan.NewHistory(set, s.Series, record), r.now)
	})
	shown := set
	if s.Wide {
		if missing != nil {
			return nil, missing
		}
		if shown, err = v.triangle(r.http.Context(), s, versions, within); err != nil {
			return nil, err
		}
		versions, within = sync.OnceValues(func() (*release.Set, error) { return shown, nil }), nil
	}
	q, err := v.parseRecords(r, p, shown, "history\n"+s.Scope(s.id, canonical(s.given(bounds))))
	if err == nil {
		err = missing
	}
	if err != nil {
		return nil, err
	}
	q = q.within(bounds)
	maps.Copy(q.given, s.Given)
	q.also, q.series = within, s.Derivation
	if q.name, err = v.nameOf(r, s, q.given); err != nil {
		return nil, err
	}
	q.given["include_history"] = "true"
	q.keySuffix = "\n" + withdrawn
	response := v.rowsAnswerOf(s.path, shown, q, func(context.Context) (set, described *release.Set, err error) {
		set, err = versions()
		return set, set, err
	}, func() error {
		_, err := versions()
		return err
	})
	if withdrawn != "" { // what is passed over changes what earlier releases seem to bring
		response.About().Cache = delivery.AlwaysRevalidate
	}
	return response, nil
}

// triangle is the versions of values side by side, release by release.
func (v *view) triangle(ctx context.Context, s seriesRequest, versions func() (*release.Set, error), where []table.Filter) (*release.Set, error) {
	history, err := versions()
	if err != nil {
		return nil, err
	}
	return s.Triangle(ctx, v.release, history, where)
}
