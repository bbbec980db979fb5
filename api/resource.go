package api

import (
	"net/url"
	"strings"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

const v1 = "/api/v1/"

// set returns a dataset of the release or says which exist.
func (s *Server) set(id string) (*release.Set, error) {
	if set, ok := s.release.Set(id); ok {
		return set, nil
	}
	var ids []string
	for _, set := range s.release.Sets {
		ids = append(ids, set.ID)
	}
	return nil, notFound(lang.T("そのデータセットはありません", "there is no such dataset"), id, ids)
}

// listOf answers with the rows of a dataset under a path of its own.
func (s *Server) listOf(r *request, id, path string) (*answer, error) {
	set, err := s.set(id)
	if err != nil {
		return nil, err
	}
	q, err := r.parseRecords(r.query(), set)
	if err != nil {
		return nil, err
	}
	return s.rowsAnswer(path, set, q), nil
}

// itemOf answers with the row of a dataset whose id stands in the path.
func (s *Server) itemOf(r *request, id string) (*answer, error) {
	set, err := s.set(id)
	if err != nil {
		return nil, err
	}
	p := r.query()
	format, err := r.representation(p, formatJSON, formatCSV)
	if err != nil {
		return nil, err
	}
	if err := p.done(); err != nil {
		return nil, err
	}
	row, err := findRow(set, r.id)
	if err != nil {
		return nil, err
	}
	return s.rowAnswer(v1+id+"/"+set.Table.Text(set.Table.Index("id"), row), format, set, row), nil
}

func findRow(set *release.Set, id string) (int, error) {
	if row, ok := set.Table.Find("id", id); ok {
		return row, nil
	}
	return 0, notFound(lang.T(set.Title.Ja+"にその識別子はありません", "no record of "+set.ID+" has this id"), id, set.Table.Distinct("id"))
}

// pathTo writes a path with an element that came from outside.
func pathTo(elements ...string) string {
	escaped := make([]string, 0, len(elements))
	for _, e := range elements {
		escaped = append(escaped, url.PathEscape(e))
	}
	return v1 + strings.Join(escaped, "/")
}
