package api

import (
	"context"
	"maps"
	"slices"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/representation"
	"hachinohe.example/opendata/internal/results"
	"hachinohe.example/opendata/internal/table"
)

const (
	defaultLimit = results.DefaultLimit
	maxLimit     = results.MaxLimit
)

// recordsQuery is what a request for rows says.
type recordsQuery struct {
	query.Query
	format    format.Format
	layout    format.Layout
	name      lang.Text           // what a citation calls the rows; empty: as their dataset
	also      []table.Filter      // what the address itself says of the rows
	given     map[string]string   // every canonical parameter, those of the query included
	bounds    []string            // since and until, if they are given
	period    *catalog.PeriodInfo // the days that since and until mean
	keySuffix string              // what else names the response, behind the parameters
	series    *plan.Derivation    // what the rows are made of; nil: no values of indicators
	reach     func(context.Context) int
}

// reached is how many rows the answer may have to look at.
func (q recordsQuery) reached(ctx context.Context, set *release.Set) int {
	rows := q.Reach(ctx, set.Table)
	if q.reach != nil {
		rows += q.reach(ctx)
	}
	return rows
}

// parseRecords reads a request for the rows of a dataset. Scope is what else the
// address says of them.
func (v *view) parseRecords(r *request, p *param.Values, set *release.Set, scope string) (recordsQuery, error) {
	q := recordsQuery{format: r.representation(p, v.cfg.Formats.With(format.Lists))}
	options := query.Options{Expand: true, Scope: scope}
	if q.format.Envelope {
		options = pagedOptions(scope)
	}
	q.Query = query.Parse(p, query.Subject{Set: set, In: v.release, Operators: v.cfg.Operators}, options)
	q.given = maps.Clone(q.Given)
	q.layout = representation.Layout(p, v.cfg.Formats, q.format, q.given)
	representation.Carry(p, v.cfg.Formats, q.format, q.Query)
	return q, p.Done()
}

// within is the query with what since and until say.
func (q recordsQuery) within(b plan.Bounds) recordsQuery {
	maps.Copy(q.given, b.Given)
	q.bounds = slices.Sorted(maps.Keys(b.Given))
	q.period = catalog.NewPeriodInfo(b.Start, b.End)
	q.also = append(q.also, b.Filters...)
	return q
}

// pagedOptions are what an answer with an envelope holds.
func pagedOptions(scope string) query.Options {
	return query.Options{Limit: defaultLimit, MaxLimit: maxLimit, Expand: true, Facets: true, Scope: scope}
}

// canonical writes parameters in one way, so that two spellings of one request
// are one request.
func canonical(given map[string]string) string { return query.Query{Given: given}.String() }
