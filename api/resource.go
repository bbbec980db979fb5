package api

import (
	"net/url"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

const v1 = "/api/v1/"

// set returns a dataset of the release or says which exist.
func (v *view) set(id string) (*release.Set, error) {
	if set, ok := v.release.Set(id); ok {
		return set, nil
	}
	if w, ok := v.release.Withdrawn(id); ok {
		return nil, gone(w)
	}
	var ids []string
	for _, set := range v.release.Sets {
		ids = append(ids, set.ID)
	}
	return nil, notFound(lang.T("そのデータセットはありません", "no such dataset"), id, ids)
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

// itemOf answers with the row of a dataset whose id stands in the path.
func (v *view) itemOf(r *request, id string) (delivery.Response, error) {
	set, err := v.set(id)
	if err != nil {
		return nil, err
	}
	p := r.query()
	format := r.representation(p, formatJSON, formatCSV)
	if err := p.Done(); err != nil {
		return nil, err
	}
	row, err := findRow(set, r.id)
	if err != nil {
		return nil, err
	}
	return v.rowAnswer(v1+id+"/"+set.Table.Text(set.Table.Index("id"), row), format, set, row), nil
}

func findRow(set *release.Set, id string) (int, error) {
	if row, ok := set.Table.Find("id", id); ok {
		return row, nil
	}
	return 0, notFound(lang.T(set.Title.Ja+"にその識別子はありません", "no record of "+set.ID+" has this id"), id, set.Table.Distinct("id"))
}

// pathTo writes a path with an element that came from outside.
func pathTo(elements ...string) string {
	path := append(make([]byte, 0, 64), v1[:len(v1)-1]...) //nolint:mnd // most paths fit
	for _, e := range elements {
		path = append(append(path, '/'), url.PathEscape(e)...)
	}
	return string(path)
}
