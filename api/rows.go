package api

import (
	"context"
	"io"

	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/results"
)

// listing is the rows that a request asks for and where they are listed.
type listing struct {
	*view
	path  string // for links to other pages
	about citation.Subject
	q     recordsQuery
	rows  rowsOf
}

// rowsOf makes the rows of a listing, and those that say what they are about.
type rowsOf func(context.Context) (set, described *release.Set, err error)

// rowsAnswer answers a parsed request for rows. path is where the rows are
// listed, for links to other pages.
func (v *view) rowsAnswer(path string, set *release.Set, q recordsQuery) delivery.Response {
	return v.rowsAnswerOf(path, set, q, func(context.Context) (rows, described *release.Set, err error) { return set, set, nil }, nil)
}

// rowsAnswerOf is rowsAnswer for rows that are made when the response is, which
// before may prepare.
func (v *view) rowsAnswerOf(path string, set *release.Set, q recordsQuery, rows rowsOf, before func() error) delivery.Response {
	l := listing{v, path, citation.Rows(set, path, q.format), q, rows}
	l.about.Name = q.name
	key := path + q.format.Suffix() + "?" + canonical(q.given) + q.keySuffix
	head := delivery.Head{
		ContentType: q.format.ContentType, ByAccept: true,
		Links: append(v.recordLinks(set), v.citeAs(l.about.Path, q.given)...),
	}
	work := delivery.Work{Before: before, Rows: func(ctx context.Context) int { return q.reached(ctx, set) }}
	if q.format.Envelope {
		return &delivery.Page{Head: head, Work: work, Key: key, Make: l.page}
	}
	return &delivery.Stream{
		Head: head, Work: work, Key: key, Write: l.stream,
		Memory: l.request().Memory(set.Table), Compressed: q.format.Document,
	}
}

// request is what is asked of the rows.
func (l listing) request() results.Request {
	return results.Request{Query: l.q.Query, Also: l.q.also, Format: l.q.format, Layout: l.q.layout}
}

// page makes a page of rows in an envelope.
func (l listing) page(ctx context.Context) (*delivery.Body, error) {
	set, described, err := l.rows(ctx)
	if err != nil {
		return nil, err
	}
	values, err := l.describe(ctx, set, described)
	if err != nil {
		return nil, err
	}
	body, page, err := l.request().Page(ctx, set, func(page results.Page) any {
		m := l.metadata(l.about, l.q, page)
		m.Describes(values)
		return m
	})
	if err != nil {
		return nil, err
	}
	out := delivery.NewBody(body)
	out.Links = l.pageLinks(l.path, l.q, page)
	return out, nil
}

// stream writes rows without an envelope: a page of them, or all.
func (l listing) stream(ctx context.Context, begin func(links []string) io.Writer) error {
	set, _, err := l.rows(ctx)
	if err != nil {
		return err
	}
	return l.request().Stream(ctx, set, results.Output{
		About: l.catalog.Facts(l.about, l.catalog.Permanent(l.about.Path, l.q.given), set.Licence),
		Begin: func(page results.Page) io.Writer {
			if l.q.Limit == 0 {
				return begin(nil)
			}
			return begin(l.pageLinks(l.path, l.q, page))
		},
	})
}
