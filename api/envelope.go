package api

import (
	"maps"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// metadata begins the metadata of an answer; results are counted by the caller.
func (v *view) metadata(about subject, given map[string]string, count int) Metadata {
	if given == nil {
		given = map[string]string{}
	}
	return Metadata{
		Title: about.title.Ja, TitleEn: about.title.En, Type: about.kind, Parameter: given,
		ResultSet: ResultSet{Count: count},
		Release: ReleaseInfo{
			Number:    v.release.Number,
			Issued:    v.release.Issued.In(release.Japan()).Format(time.RFC3339),
			Effective: v.release.Effective.In(release.Japan()).Format(time.RFC3339),
		},
		Citation:  v.citation(about, given),
		Withdrawn: withdrawnOf(v.release),
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
func enveloped[T any](v *view, about subject, list func() ([]T, error)) *answer {
	return &answer{media: mediaJSON, key: about.path, varies: true, links: v.citeAs(about.path, nil), body: func() (*payload, error) {
		results, err := list()
		if err != nil {
			return nil, err
		}
		body, err := marshal(results)
		if err != nil {
			return nil, err
		}
		return envelope(v.metadata(about, nil, len(results)), body[:len(body)-1])
	}}
}

// rowsAnswer answers a parsed request for rows. path is where the rows are
// listed, for links to other pages.
func (v *view) rowsAnswer(path string, set *release.Set, q recordsQuery) *answer {
	query := canonical(q.given)
	about := v.subjectOf(set, path, q.format)
	a := &answer{
		key: path + "." + q.format + "?" + query, varies: true,
		links: append(v.recordLinks(set), v.citeAs(about.path, q.given)...),
	}
	if q.format == formatCSV {
		a.media = mediaCSV
		a.body = func() (*payload, error) {
			rows := set.Table.Select(q.table)
			p := newPayload(encode.AppendCSV(nil, rows, q.columns, q.layout))
			if q.table.Limit > 0 {
				p.links = v.pageLinks(path, q, rows)
			}
			return p, nil
		}
		return a
	}
	a.media = mediaJSON
	a.body = func() (*payload, error) {
		rows := set.Table.Select(q.table)
		m := v.metadata(about, q.given, rows.Count)
		m.ResultSet.Offset, m.ResultSet.Limit = q.table.Offset, &q.table.Limit
		p, err := envelope(m, encode.AppendJSON(nil, rows, q.columns))
		if err != nil {
			return nil, err
		}
		p.links = v.pageLinks(path, q, rows)
		return p, nil
	}
	return a
}

// recordLinks point from rows to what describes them (RFC 8288).
func (v *view) recordLinks(set *release.Set) []string {
	return []string{
		link(v.permanent(pathTo("datasets", set.ID, "schema"), nil), "describedby"),
		link(set.Licence.URL, "license"),
	}
}

// pageLinks point to the first, previous, next and last page.
func (v *view) pageLinks(path string, q recordsQuery, rows table.Rows) []string {
	offset, limit := q.table.Offset, q.table.Limit
	last := max(0, (rows.Count-1)/limit*limit)
	links := []string{v.pageLink(path, q, 0, "first"), v.pageLink(path, q, last, "last")}
	if offset > 0 {
		links = append(links, v.pageLink(path, q, max(0, min(offset-limit, last)), "prev"))
	}
	if offset+limit < rows.Count {
		links = append(links, v.pageLink(path, q, offset+limit, "next"))
	}
	return links
}

func (v *view) pageLink(path string, q recordsQuery, offset int, rel string) string {
	given := make(map[string]string, len(q.given)+1)
	maps.Copy(given, q.given)
	delete(given, "offset")
	if offset > 0 {
		given["offset"] = strconv.Itoa(offset)
	}
	// Whoever follows it gets this format, whatever Accept says, and this
	// release, also if another one becomes current meanwhile.
	return link(v.permanent(path+"."+q.format, given), rel)
}

// citeAs names the permanent address of an answer (RFC 8574).
func (v *view) citeAs(path string, given map[string]string) []string {
	return []string{link(v.permanent(path, given), "cite-as")}
}

func link(target, rel string) string { return "<" + target + `>; rel="` + rel + `"` }

// rowAnswer answers with one row in an envelope, as JSON or CSV.
func (v *view) rowAnswer(path, format string, set *release.Set, row int) *answer {
	rows := table.Rows{Table: set.Table, Index: []int{row}, Count: 1}
	about := v.subjectOf(set, path, format)
	a := &answer{
		key: path + "." + format, varies: true, media: mediaJSON,
		links: append(v.recordLinks(set), v.citeAs(about.path, nil)...),
	}
	a.body = func() (*payload, error) {
		return envelope(v.metadata(about, nil, 1), encode.AppendJSON(nil, rows, set.AllColumns()))
	}
	if format == formatCSV {
		a.media = mediaCSV
		a.body = func() (*payload, error) {
			return newPayload(encode.AppendCSV(nil, rows, set.AllColumns(), encode.Layout{})), nil
		}
	}
	return a
}
