package api

import (
	"context"
	"maps"
	"strings"

	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/freshness"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
	"hachinohe.example/opendata/internal/warning"
)

// seriesRequest is what a request for values is about.
type seriesRequest struct {
	plan.Series
	*plan.Derivation

	path string       // where the values are listed
	id   string       // of the record, as the request names it; empty: several
	set  *release.Set // of the values
}

// series answers with the rows of the series of one record, with what is made of
// them, or with every version of them.
func (v *view) series(r *request, res plan.Resource) (delivery.Response, error) {
	res = res.Holding(v.release, r.id)
	set, err := v.set(res.Series.Dataset)
	if err != nil {
		return nil, err
	}
	records, err := v.set(res.Dataset)
	if err != nil {
		return nil, err
	}
	p := r.query()
	d, err := res.Series.One(p, v.release, set, records)
	if err != nil {
		return nil, err
	}
	s := seriesRequest{res.Series, d, "", r.id, set}
	_, record, missing := res.Item(records, r.id) // what is wrong with the parameters is said first
	if missing == nil {
		of, err := s.Of(set, record)
		if err != nil {
			return nil, err
		}
		s.path, s.Chosen, s.Record = pathTo(res.Path, record, s.Path), append(s.Chosen, of), record
	}
	if include := historyParams.Read(p).IncludeHistory; include != nil && *include {
		return v.seriesHistory(r, p, s, record, missing)
	}
	return v.derived(r, p, s, missing)
}

// allObservations returns the values of several indicators and areas.
//
//	@Summary		指標の値
//	@Description	指標と地域を選び、期間をそろえた値。frequency と aggregation で年度などの期間にまとめ、transform で比べ、shape=wide で系列を列に並べる。 / Values of chosen indicators and areas: brought to periods with frequency and aggregation, compared with transform, and side by side with shape=wide.
//	@Tags			indicators
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query		param.AllValues	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/observations [get]
func (v *view) allObservations(r *request) (delivery.Response, error) {
	res := plan.Indicators().Holding(v.release, strings.Join(r.params["indicator"], ","))
	s := seriesRequest{Series: res.Series}
	var err error
	if s.set, err = v.set(s.Dataset); err != nil {
		return nil, err
	}
	p := r.query()
	records, _ := v.release.Set(res.Dataset) // a release without them has values all the same
	if s.Derivation, err = s.Several(p, v.release, s.set, records); err != nil {
		return nil, err
	}
	s.path = pathTo(s.Path)
	return v.derived(r, p, s, nil)
}

// derived answers with what is made of values, unless what they are of is missing.
func (v *view) derived(r *request, p *param.Values, s seriesRequest, missing error) (delivery.Response, error) {
	if s.Wide && missing != nil {
		return nil, missing
	}
	s.Kept = v.derivations
	long := s.Long(s.set)
	bounds, err := s.Period(p, long)
	if err != nil {
		return nil, err
	}
	shown, err := s.Shown(r.http.Context(), v.release, s.set)
	if err != nil {
		return nil, err
	}
	q, err := v.parseRecords(r, p, shown, s.Scope(s.id, canonical(s.given(bounds))))
	if err == nil {
		err = missing
	}
	if err != nil {
		return nil, err
	}
	q = q.within(bounds)
	maps.Copy(q.given, s.Given)
	q.series = s.Derivation
	if q.name, err = v.nameOf(r, s, q.given); err != nil {
		return nil, err
	}
	if s.Plain() {
		q.also = append(q.also, s.Chosen...)
		return v.rowsAnswer(s.path, s.set, q), nil
	}
	q.also = nil // the rows are made within them
	q.reach = func(ctx context.Context) int { return s.Reach(ctx, s.set) }
	return v.rowsAnswerOf(s.path, shown, q, func(ctx context.Context) (set, described *release.Set, err error) {
		if described, err = s.Rows(ctx, v.release, s.set, bounds.Filters); err != nil {
			return nil, nil, err
		}
		return s.Shaped(shown, described), described, nil
	}, nil), nil
}

// given is the canonical parameters that are not those of rows.
func (s seriesRequest) given(b plan.Bounds) map[string]string {
	given := maps.Clone(s.Given)
	maps.Copy(given, b.Given)
	return given
}

// nameOf is what a citation calls values, empty where they are of any indicators.
func (v *view) nameOf(r *request, s seriesRequest, given map[string]string) (lang.Text, error) {
	names, err := s.Names(r.http.Context(), v.release)
	if names == nil || err != nil {
		return lang.Text{}, err
	}
	return s.Named(citation.Series(names, plan.AreasOf(v.release, s.set, given))), nil
}

// describe says what the values of a page are of. Where they are not the rows that the
// query is about, they all are meant.
func (l listing) describe(ctx context.Context, set, described *release.Set) (plan.About, error) {
	if l.q.series == nil {
		return plan.About{}, nil
	}
	var where table.Query
	if set == described {
		var err error
		if where, err = l.q.Rows(ctx, set.Table); err != nil {
			return plan.About{}, err
		}
		where.Filters = append(where.Filters, l.q.also...)
	}
	about, err := l.q.series.Describe(ctx, l.release, described, where)
	if err != nil {
		return about, err
	}
	for _, i := range about.Indicators {
		if _, promised := freshness.Due(l.release.Effective, i.Frequency); !promised {
			continue
		}
		newest, err := l.q.series.NewestDay(ctx, i.ID)
		if err != nil {
			return about, err
		}
		if late, ok := freshness.Overdue(newest, i.Frequency, l.release, warning.Place{IndicatorID: i.ID}); ok {
			about.Warnings = append(about.Warnings, late)
		}
	}
	return about, nil
}
