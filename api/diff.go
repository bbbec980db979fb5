package api

import (
	"context"
	"io"
	"strconv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/header"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/representation"
	"hachinohe.example/opendata/internal/results"
)

// diffQuery is what a request for a comparison says. Without a limit it wants
// everything.
type diffQuery struct {
	recordsQuery

	dataset string // all if empty
}

// diff lists what differs between two releases.
//
//	@Summary		公表内容の比較
//	@Description	二つの公表の違い。値の変更は一つのセルごと、追加と削除は一件ごと、説明の変更は一項目ごとに一行。releaseとreasonは、その変更を最後に行った公表のもの。取り下げられて比較できないデータセットはkind=withdrawnの行で示す。fromとtoはどちらが新しくてもよい。 / Compares two releases, in either order: one row per changed cell, per added or removed record and per changed property. release and reason are those of the release that made the change last. A dataset that was withdrawn and cannot be compared is a row of kind withdrawn.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404,406,410	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query		param.Diff	false	"rows"
//	@Success		200		{object}	DiffAnswer
//	@Router			/api/v1/diff [get]
func (s *Server) diff(r *request) (delivery.Response, error) {
	p := r.query()
	q := diffQuery{recordsQuery: recordsQuery{given: make(map[string]string), format: r.representation(p, s.cfg.Formats.With(format.Differences))}}
	asks := comparedParams.Read(p)
	q.read(p, asks)
	q.layout = representation.Layout(p, s.cfg.Formats, q.format, q.given)
	if err := p.Done(); err != nil {
		return nil, err
	}
	d, err := s.compare(r, *asks.From, *asks.To)
	if err != nil {
		return nil, err
	}
	if err := d.Has(q.dataset); err != nil {
		return nil, err
	}
	return s.diffAnswer(d, q), nil
}

func (q *diffQuery) read(p *param.Values, asks *param.Compared) {
	for name, number := range map[string]*int{"from": asks.From, "to": asks.To} {
		if number != nil {
			q.given[name] = strconv.Itoa(*number)
		}
	}
	if asks.Dataset != nil {
		q.dataset, q.given["dataset"] = *asks.Dataset, *asks.Dataset
		if q.dataset == "" {
			p.Fail("dataset", lang.T("値を指定してください", "must not be empty"))
		}
	}
	usual := 0 // what has no envelope comes whole
	if q.format.Envelope {
		usual = defaultLimit
	}
	q.Limit, q.Offset = query.Page(*pageParams.Read(p), usual, q.given)
}

func (s *Server) diffAnswer(c *compared, q diffQuery) delivery.Response {
	path := v1 + "diff"
	if !q.format.Envelope {
		path += q.format.Suffix()
	}
	about := citation.Site(lang.T("公表内容の比較", "Comparison of releases"), "diff", path)
	url := s.cfg.BaseURL + path + "?" + canonical(q.given)
	key := path + "?" + canonical(q.given) + "\n" + c.Identity()
	head := delivery.Head{ContentType: q.format.ContentType, ByAccept: true, Cache: c.cachePolicy(), Links: []string{header.Link(url, "cite-as")}}
	work := delivery.Work{Before: c.Make}
	rows := results.Differences{
		Comparison: c.Comparison, Dataset: q.dataset, Format: q.format, Layout: q.layout,
		About: c.newer.catalog.Facts(about, url, dataset.CCBY()), Offset: q.Offset, Limit: q.Limit,
	}
	if q.Limit > 0 {
		return &delivery.Page{Head: head, Work: work, Key: key, Make: func(ctx context.Context) (*delivery.Body, error) {
			body, page, err := rows.Page(ctx, func(page results.Page) any {
				m := c.newer.pageMetadata(about, q.recordsQuery, results.Page{Count: page.Count}) // no cursor leads on
				m.Citation, m.Withdrawn = c.newer.catalog.Cite(about, url), c.withdrawn
				return m
			})
			p := bodyIn(q.format, body)
			p.Links = s.diffLinks(q, page)
			return p, err
		}}
	}
	return &delivery.Stream{
		Head: head, Work: work, Key: key, Compressed: q.format.Document,
		Memory: delivery.StreamMemory / 4, // both releases, whatever their size
		Write: func(ctx context.Context, begin func([]string) io.Writer) error {
			return rows.Write(ctx, func() io.Writer { return begin(nil) })
		},
	}
}

// diffLinks point to the first, previous, next and last page.
func (s *Server) diffLinks(q diffQuery, page results.Page) []string {
	link := func(offset int, rel string) string {
		return header.Link(s.cfg.BaseURL+v1+"diff"+q.format.Suffix()+"?"+canonical(q.at("offset", strconv.Itoa(offset))), rel)
	}
	links := []string{link(0, "first"), link(q.lastPage(page), "last")}
	if page.More {
		links = append(links, link(q.Offset+q.Limit, "next"))
	}
	if q.Offset > 0 {
		links = append(links, link(q.previousPage(page), "prev"))
	}
	return links
}
