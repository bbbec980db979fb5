package api

import (
	"context"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/header"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
)

// The media types of what is not rows. Those of rows are those of their formats.
const (
	mediaJSON = "application/json; charset=utf-8"
	mediaHTML = "text/html; charset=utf-8"
)

// pageMetadata is the metadata of a page of a list.
func (v *view) pageMetadata(about citation.Subject, q recordsQuery, page results.Page) catalog.Metadata {
	m := v.catalog.Metadata(about, q.given, page.Count)
	m.ResultSet.Offset, m.ResultSet.Limit, m.ResultSet.Next = &q.Offset, &q.Limit, v.next(q, page)
	m.Period = q.period
	if _, walking := q.given["cursor"]; walking {
		m.ResultSet.Offset = nil
	}
	return m
}

// metadata is pageMetadata of a list that ought to have rows.
func (v *view) metadata(about citation.Subject, q recordsQuery, page results.Page) catalog.Metadata {
	m := v.pageMetadata(about, q, page)
	if page.Count == 0 {
		m.Warnings = append(m.Warnings, q.NoRows(q.bounds...))
	}
	return m
}

// jsonPage is a response of JSON where Accept may ask for JSON.
func jsonPage(key string, makeBody func(context.Context) (*delivery.Body, error)) *delivery.Page {
	p := delivery.NewPage(mediaJSON, key, makeBody)
	p.ByAccept = true
	return p
}

// recordLinks point from rows to what describes them (RFC 8288).
func (v *view) recordLinks(set *release.Set) []string {
	return []string{
		header.Link(v.catalog.Permanent(pathTo("datasets", set.ID, "schema"), nil), "describedby"),
		header.Link(set.Licence.URL, "license"),
	}
}

// citeAs names the permanent address of an answer (RFC 8574).
func (v *view) citeAs(path string, given map[string]string) []string {
	return []string{header.Link(v.catalog.Permanent(path, given), "cite-as")}
}

// rowAnswer answers with one row: in an envelope, or alone where the format has
// none.
func (v *view) rowAnswer(path string, f format.Format, set *release.Set, row int) *delivery.Page {
	about := citation.Rows(set, path, f)
	about.Name = plan.Name(set, row)
	p := jsonPage(path+f.Suffix(), func(ctx context.Context) (*delivery.Body, error) {
		body, err := results.Item(ctx, set, row, v.catalog.Metadata(about, nil, 1))
		return delivery.NewBody(body), err
	})
	p.Links = append(v.recordLinks(set), v.citeAs(about.Path, nil)...)
	if f.Envelope {
		return p
	}
	p.ContentType = f.ContentType
	p.Make = func(ctx context.Context) (*delivery.Body, error) {
		subject := format.Subject{Shape: format.Only(set.Table, set.AllColumns()), About: v.catalog.Facts(about, v.catalog.Permanent(about.Path, nil), set.Licence)}
		body, err := f.Append(ctx, nil, subject, []int{row})
		return bodyIn(f, body), err
	}
	return p
}

// bodyIn is a body in a format.
func bodyIn(f format.Format, data []byte) *delivery.Body {
	if f.Document { // which is compressed already
		return delivery.NewCompressedBody(data)
	}
	return delivery.NewBody(data)
}
