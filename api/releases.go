package api

import (
	"context"
	"strconv"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/header"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/releasecache"
)

// releases lists the releases and the release calendar.
//
//	@Summary		公表の一覧
//	@Description	公開済みの公表と、それ以外の記録（予定、取り消した公表、取り消し）。どちらも新しい順で、合わせて1からの番号がすべてそろう。どちらかが limit 件に達したところでページが終わり、続きは cursor で取得できる。予定と取り消した公表は、番号、公開日時、ファイル一覧のSHA-256だけを示す。ファイル一覧のpreviousは一つ前の番号のSHA-256なので、履歴の全体を検証できる。 / The releases in force until now, and the rest of the log: what is pending, cancelled releases and cancellations. Both are newest first and together have every number from 1. A page ends when either has limit entries; continue with cursor. Of what is pending or cancelled only number, instant and sha256 are given. The previous of a manifest is the sha256 of the number before it, so that the whole history can be checked.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query	param.Releases	false	"page"
//	@Success		200	{object}	ReleasesAnswer
//	@Router			/api/v1/releases [get]
func (s *Server) releases(r *request) (delivery.Response, error) {
	p := r.query()
	r.representation(p, documents())
	q := query.Log(p, "log", *logPageParams.Read(p), defaultLimit)
	if err := p.Done(); err != nil {
		return nil, err
	}
	h, v, err := s.present(r)
	if err != nil {
		return nil, err
	}
	about := citation.Site(lang.T("公表の一覧", "Releases"), "releases", v1+"releases")
	now := r.now
	return jsonPage(about.Path+"?"+q.String()+"\n"+standing(h, v), func(context.Context) (*delivery.Body, error) {
		part, next, err := v.catalog.LogOf(h, now, q)
		if err != nil {
			return nil, err
		}
		a := ReleasesAnswer{Metadata: v.catalog.Metadata(about, q.Given, part.Count), Results: part.Releases, Calendar: part.Calendar}
		a.Metadata.Citation = v.catalog.Cite(about, v.cfg.BaseURL+about.Path)
		a.Metadata.ResultSet.Limit = &q.Limit
		if _, walking := q.Behind(); walking {
			a.Metadata.ResultSet.Offset = nil
		}
		var links []string
		if next != nil {
			a.Metadata.ResultSet.Next = new(next.Given["cursor"])
			links = []string{header.Link(s.cfg.BaseURL+about.Path+"?"+next.String(), "next")}
		}
		body, err := format.Marshal(a)
		out := delivery.NewBody(body)
		out.Links = links
		return out, err
	}), nil
}

// releaseItem describes one release.
//
//	@Summary		公表
//	@Description	一つの公表と、その原本データのファイル。 / One release and its canonical files.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			number	path	int		true	"公表の番号 / number of the release"	minimum(1)	maximum(1000000000)	example(1)
//	@Success		200	{object}	ReleaseAnswer
//	@Router			/api/v1/releases/{number} [get]
func (s *Server) releaseItem(r *request) (delivery.Response, error) {
	if err := r.onlyJSON(); err != nil {
		return nil, err
	}
	h, now, v, err := s.named(r)
	if err != nil {
		return nil, err
	}
	path := v1 + "releases/" + r.number
	about := citation.Site(lang.T("第"+r.number+"回公表", "Release "+r.number), "release", path)
	entry, current := r.entry(h, v), now.release.Number
	return jsonPage(path+"\n"+now.release.Hash+"\n"+v.release.Identity(), func(context.Context) (*delivery.Body, error) {
		item := v.catalog.DescribeRelease(h, entry, current)
		item.Files = v.catalog.ReleaseFiles(h)
		a := ReleaseAnswer{Results: []catalog.ReleaseDetails{item}, Metadata: v.catalog.Metadata(about, nil, 1)}
		a.Metadata.Citation = v.catalog.Cite(about, v.catalog.ReleaseURL(v.release.Number))
		body, err := format.Marshal(a)
		return delivery.NewBody(body), err
	}), nil
}

// present returns the history and the release that is current now.
func (s *Server) present(r *request) (*releasecache.History, *view, error) {
	h := s.cache.History()
	e, ok := h.At(r.now)
	if !ok {
		return nil, nil, fault.New(fault.NotFound, lang.T("公開されている公表がまだありません", "no release is in effect yet"))
	}
	rel, err := s.cache.Number(r.http.Context(), e.Number, r.now)
	if err != nil {
		return nil, nil, err
	}
	return h, s.view(rel), nil
}

// named returns the history, the current release and the one that the path
// names.
func (s *Server) named(r *request) (h *releasecache.History, now, v *view, err error) {
	rel, err := s.inPath(r)
	if err != nil {
		return nil, nil, nil, err
	}
	h, now, err = s.present(r)
	return h, now, s.view(rel), err
}

// entry is the log entry of the release in the path.
func (r *request) entry(h *releasecache.History, v *view) ledger.Entry {
	e, _ := h.Number(v.release.Number, r.now)
	return e
}

// standing names a state of the log: what was appended, and what of it is
// current.
func standing(h *releasecache.History, current *view) string {
	head, _ := h.Head()
	return head.SHA256 + "-" + strconv.Itoa(current.release.Number) + "\n"
}

// ReleasesAnswer lists the releases and the release calendar.
//
//	@Description	公表の一覧と公表の予定。 / The releases and the release calendar.
type ReleasesAnswer struct {
	Metadata catalog.Metadata         `json:"metadata"`
	Results  []catalog.ReleaseDetails `json:"results"`
	Calendar []catalog.CalendarEntry  `json:"calendar"`
}

// ReleaseAnswer is one release.
//
//	@Description	一つの公表。 / One release.
type ReleaseAnswer struct {
	Metadata catalog.Metadata         `json:"metadata"`
	Results  []catalog.ReleaseDetails `json:"results"`
}
