package api

import (
	"bytes"
	"context"
	"io"
	"maps"
	"slices"
	"strconv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/header"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/representation"
	"hachinohe.example/opendata/internal/results"
)

// diffQuery is what a request for a comparison says.
type diffQuery struct {
	format        format.Format
	dataset       string // all if empty
	limit, offset int    // limit 0 = everything
	layout        format.Layout
	given         map[string]string
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
	q := diffQuery{given: make(map[string]string)}
	q.format = r.representation(p, s.cfg.Formats.With(format.Differences))
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
	q.limit, q.offset = query.Page(*pageParams.Read(p), usual, q.given)
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
	if q.format.Envelope {
		return &delivery.Page{Head: head, Work: work, Key: key, Make: func(context.Context) (*delivery.Body, error) { return s.diffPage(c, q, about, url) }}
	}
	facts := c.newer.catalog.Facts(about, url, dataset.CCBY())
	if q.limit > 0 {
		return &delivery.Page{Head: head, Work: work, Key: key, Make: func(ctx context.Context) (*delivery.Body, error) { return s.diffCells(ctx, c, q, facts) }}
	}
	return &delivery.Stream{
		Head: head, Work: work, Key: key, Compressed: q.format.Document,
		Memory: delivery.StreamMemory / 4, // both releases, whatever their size
		Write: func(ctx context.Context, begin func([]string) io.Writer) error {
			all, err := c.Sections(q.dataset)
			if err != nil {
				return err
			}
			return q.cells(all, facts).Write(ctx, func() io.Writer { return begin(nil) })
		},
	}
}

// diffPage writes a page of rows in an envelope.
func (s *Server) diffPage(c *compared, q diffQuery, about citation.Subject, url string) (*delivery.Body, error) {
	all, err := c.Sections(q.dataset)
	if err != nil {
		return nil, err
	}
	count := all.Len()
	m := c.newer.catalog.Metadata(about, q.given, count)
	m.ResultSet.Offset, m.ResultSet.Limit = &q.offset, &q.limit
	m.Citation, m.Withdrawn = c.newer.catalog.Cite(about, url), c.withdrawn
	body, err := format.Marshal(DiffAnswer{Metadata: m, Results: slices.AppendSeq([]comparison.ChangeRow{}, all.Rows(q.offset, q.limit))})
	p := delivery.NewBody(body)
	p.Links = s.diffLinks(q, count)
	return p, err
}

// cells are the differences as rows of cells.
func (q *diffQuery) cells(all comparison.Sections, facts func() []format.Fact) results.Differences {
	return results.Differences{Sections: all, Format: q.format, Layout: q.layout, About: facts, Offset: q.offset, Limit: q.limit}
}

// diffCells writes a page of rows without an envelope.
func (s *Server) diffCells(ctx context.Context, c *compared, q diffQuery, facts func() []format.Fact) (*delivery.Body, error) {
	all, err := c.Sections(q.dataset)
	if err != nil {
		return nil, err
	}
	var body bytes.Buffer
	err = q.cells(all, facts).Write(ctx, func() io.Writer { return &body })
	p := bodyIn(q.format, body.Bytes())
	p.Links = s.diffLinks(q, all.Len())
	return p, err
}

// diffLinks point to the first, previous, next and last page.
func (s *Server) diffLinks(q diffQuery, count int) []string {
	last := max(0, (count-1)/q.limit*q.limit)
	pages := map[string]int{"first": 0, "last": last}
	if q.offset > 0 {
		pages["prev"] = max(0, min(q.offset-q.limit, last))
	}
	if q.offset+q.limit < count {
		pages["next"] = q.offset + q.limit
	}
	var links []string
	for _, rel := range slices.Sorted(maps.Keys(pages)) {
		given := maps.Clone(q.given)
		delete(given, "offset")
		if pages[rel] > 0 {
			given["offset"] = strconv.Itoa(pages[rel])
		}
		links = append(links, header.Link(s.cfg.BaseURL+v1+"diff"+q.format.Suffix()+"?"+canonical(given), rel))
	}
	return links
}
