package api

import (
	"maps"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// metadata begins the metadata of an answer; results are counted by the caller.
func (s *Server) metadata(title lang.Text, kind string, given map[string]string, count int) Metadata {
	if given == nil {
		given = map[string]string{}
	}
	return Metadata{
		Title: title.Ja, TitleEn: title.En, Type: kind, Parameter: given,
		ResultSet: ResultSet{Count: count},
		Release: ReleaseInfo{
			Number:    s.release.Number,
			Issued:    s.release.Issued.In(release.Japan()).Format(time.RFC3339),
			Effective: s.release.Effective.In(release.Japan()).Format(time.RFC3339),
		},
	}
}

// envelope puts metadata before results that are JSON already.
func envelope(m Metadata, results []byte) (*payload, error) {
	head, err := marshal(m)
	if err != nil {
		return nil, err
	}
	body := append([]byte(`{"metadata":`), head[:len(head)-1]...)
	body = append(body, `,"results":`...)
	body = append(body, results...)
	return newPayload(append(body, '}', '\n')), nil
}

// enveloped is an answer of JSON with metadata whose results are made by list.
func enveloped[T any](s *Server, title lang.Text, kind, key string, list func() ([]T, error)) *answer {
	return &answer{media: mediaJSON, key: key, varies: true, body: func() (*payload, error) {
		results, err := list()
		if err != nil {
			return nil, err
		}
		body, err := marshal(results)
		if err != nil {
			return nil, err
		}
		return envelope(s.metadata(title, kind, nil, len(results)), body[:len(body)-1])
	}}
}

// rowsAnswer answers a parsed request for rows. path is where the rows are
// listed, for links to other pages.
func (s *Server) rowsAnswer(path string, set *release.Set, q recordsQuery) *answer {
	query := canonical(q.given)
	a := &answer{key: path + "." + q.format + "?" + query, varies: true, links: s.recordLinks(set)}
	if q.format == formatCSV {
		a.media = mediaCSV
		a.body = func() (*payload, error) {
			return newPayload(encode.AppendCSV(nil, set.Table.Select(q.table), q.columns, q.layout)), nil
		}
		return a
	}
	a.media = mediaJSON
	a.body = func() (*payload, error) {
		rows := set.Table.Select(q.table)
		m := s.metadata(set.Title, set.ID, q.given, rows.Count)
		m.ResultSet.Offset, m.ResultSet.Limit = q.table.Offset, &q.table.Limit
		p, err := envelope(m, encode.AppendJSON(nil, rows, q.columns))
		if err != nil {
			return nil, err
		}
		p.links = s.pageLinks(path, q, rows)
		return p, nil
	}
	return a
}

// recordLinks point from rows to what describes them (RFC 8288).
func (s *Server) recordLinks(set *release.Set) []string {
	return []string{
		link(s.cfg.BaseURL+"/api/v1/datasets/"+set.ID+"/schema", "describedby"),
		link(set.Licence.URL, "license"),
	}
}

// pageLinks point to the first, previous, next and last page.
func (s *Server) pageLinks(path string, q recordsQuery, rows table.Rows) []string {
	offset, limit := q.table.Offset, q.table.Limit
	last := max(0, (rows.Count-1)/limit*limit)
	links := []string{s.pageLink(path, q, 0, "first"), s.pageLink(path, q, last, "last")}
	if offset > 0 {
		links = append(links, s.pageLink(path, q, max(0, min(offset-limit, last)), "prev"))
	}
	if offset+limit < rows.Count {
		links = append(links, s.pageLink(path, q, offset+limit, "next"))
	}
	return links
}

func (s *Server) pageLink(path string, q recordsQuery, offset int, rel string) string {
	given := make(map[string]string, len(q.given)+1)
	maps.Copy(given, q.given)
	delete(given, "offset")
	if offset > 0 {
		given["offset"] = strconv.Itoa(offset)
	}
	target := s.cfg.BaseURL + path + "." + q.format // whoever follows it gets this format, whatever Accept says
	if query := canonical(given); query != "" {
		target += "?" + query
	}
	return link(target, rel)
}

func link(target, rel string) string { return "<" + target + `>; rel="` + rel + `"` }

// rowAnswer answers with one row in an envelope, as JSON or CSV.
func (s *Server) rowAnswer(path, format string, set *release.Set, row int) *answer {
	rows := table.Rows{Table: set.Table, Index: []int{row}, Count: 1}
	a := &answer{key: path + "." + format, varies: true, links: s.recordLinks(set), media: mediaJSON}
	a.body = func() (*payload, error) {
		return envelope(s.metadata(set.Title, set.ID, nil, 1), encode.AppendJSON(nil, rows, set.AllColumns()))
	}
	if format == formatCSV {
		a.media = mediaCSV
		a.body = func() (*payload, error) {
			return newPayload(encode.AppendCSV(nil, rows, set.AllColumns(), encode.Layout{})), nil
		}
	}
	return a
}
