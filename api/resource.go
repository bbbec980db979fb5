package api

import (
	"net/url"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

const v1 = "/api/v1/"

// resource is a resource of the plan with the handlers that are documented for it.
type resource struct {
	plan.Resource

	list, item handler
	series     handler // nil if records have none
}

// resources is the table of resources, from which routes are made. A handler of
// its own is where the comments of the OpenAPI document are; it does what list and
// item do.
func resources() []resource {
	return []resource{
		{plan.Goals(), (*view).goals, (*view).goal, nil},
		{plan.Policies(), (*view).policies, (*view).policy, nil},
		{plan.Initiatives(), (*view).initiatives, (*view).initiative, nil},
		{plan.Indicators(), (*view).indicators, (*view).indicator, (*view).observations},
	}
}

// planResources are the resources without their handlers.
func (s *Server) planResources() []plan.Resource {
	table := make([]plan.Resource, 0, len(s.resources))
	for _, r := range s.resources {
		table = append(table, r.Resource)
	}
	return table
}

// set returns a dataset of the release or says which exist.
func (v *view) set(id string) (*release.Set, error) { return v.release.Dataset(id) }

// list answers with the rows of a resource.
func (v *view) list(r *request, res plan.Resource) (delivery.Response, error) {
	return v.listOf(r, res.Dataset, pathTo(res.Path))
}

// listOf answers with the rows of a dataset under a path of its own.
func (v *view) listOf(r *request, id, path string) (delivery.Response, error) {
	set, err := v.set(id)
	if err != nil {
		return nil, err
	}
	q, err := v.parseRecords(r, r.query(), set, "")
	if err != nil {
		return nil, err
	}
	return v.rowsAnswer(path, set, q), nil
}

// item answers with the row of a resource that is named in the path.
func (v *view) item(r *request, res plan.Resource) (delivery.Response, error) {
	res = res.Holding(v.release, r.id)
	set, err := v.set(res.Dataset)
	if err != nil {
		return nil, err
	}
	p := r.query()
	f := r.representation(p, v.cfg.Formats.With(format.Items))
	if err := p.Done(); err != nil {
		return nil, err
	}
	row, id, err := res.Item(set, r.id)
	if err != nil {
		return nil, err
	}
	return v.rowAnswer(pathTo(res.Path, id), f, set, row), nil
}

// pathTo writes a path with an element that came from outside.
func pathTo(elements ...string) string {
	path := append(make([]byte, 0, 64), v1[:len(v1)-1]...) //nolint:mnd // most paths fit
	for _, e := range elements {
		path = append(append(path, '/'), url.PathEscape(e)...)
	}
	return string(path)
}
