package api

import (
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// seriesRequest is what a request for a series is about.
type seriesRequest struct {
	plan.Series

	resource plan.Resource
	records  *release.Set // of the resource
	set      *release.Set // of the series
}

// series answers with the rows of the series of one record, or with every version
// of them.
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
	s, p := seriesRequest{res.Series, res, records, set}, r.query()
	if include := historyParams.Read(p).IncludeHistory; include != nil && *include {
		return v.seriesHistory(r, p, s)
	}
	bounds, err := s.Period(p, set)
	if err != nil {
		return nil, err
	}
	q, err := v.parseRecords(r, p, set, s.Scope(r.id, canonical(bounds.Given)))
	if err != nil {
		return nil, err
	}
	row, record, of, err := s.find(r.id)
	if err != nil {
		return nil, err
	}
	q.name, q.also = v.seriesName(s, row, q.given), []table.Filter{of}
	return v.rowsAnswer(s.path(record), set, q.within(bounds)), nil
}

// find returns the row and the id of the record that is named in the path, and the
// condition that rows belong to it.
func (s seriesRequest) find(text string) (row int, record string, of table.Filter, err error) {
	if row, record, err = s.resource.Item(s.records, text); err != nil {
		return 0, "", of, err
	}
	of, err = s.Of(s.set, record)
	return row, record, of, err
}

// seriesName is what a citation calls the series of a record.
func (v *view) seriesName(s seriesRequest, row int, given map[string]string) lang.Text {
	return citation.Series([]lang.Text{plan.Name(s.records, row)}, plan.AreasOf(v.release, s.set, given))
}

// path is where the rows of a record are listed.
func (s seriesRequest) path(record string) string { return pathTo(s.resource.Path, record, s.Path) }
