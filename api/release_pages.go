package api

import (
	"context"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/portal"
	"hachinohe.example/opendata/internal/query"
)

// releasesPage is the history of releases as a page.
//
//	@Summary		公表の履歴（ページ）
//	@Description	公開済みの公表と、公表の予定・取り消し（日本語のページ）。 / The releases and the release calendar; a page in Japanese.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	problems.Problem
//	@Produce		html
//	@Param			request	query	param.LogPage	false	"page"
//	@Success		200	{string}	string	"ページ / page"
//	@Router			/releases [get]
func (s *Server) releasesPage(r *request) (delivery.Response, error) {
	p := r.query()
	q := query.Log(p, "log", *logPageParams.Read(p), defaultLimit)
	if err := p.Done(); err != nil {
		return nil, err
	}
	h, v, err := s.present(r)
	if err != nil {
		return nil, err
	}
	now := r.now
	return delivery.NewPage(mediaHTML, "/releases?"+q.String()+"\n"+standing(h, v), func(context.Context) (*delivery.Body, error) {
		part, next, err := v.catalog.LogOf(h, now, q)
		if err != nil {
			return nil, err
		}
		filled := portal.NewReleases(v.release, part)
		if next != nil {
			filled.Older = "/releases?" + next.String()
		}
		page, err := s.portal.Releases(filled)
		return delivery.NewBody(page), err
	}), nil
}

// releasePage shows what a release changed.
//
//	@Summary		公表（ページ）
//	@Description	一つの公表の変更点、ファイル、引用方法（日本語のページ）。 / The changes, files and citation of a release; a page in Japanese.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	problems.Problem
//	@Produce		html
//	@Param			number	path		int		true	"公表の番号 / number of the release"	minimum(1)	maximum(1000000000)	example(1)
//	@Success		200		{string}	string	"ページ / page"
//	@Router			/releases/{number} [get]
func (s *Server) releasePage(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	h, now, v, err := s.named(r)
	if err != nil {
		return nil, err
	}
	var c *compared
	key := "/releases/" + r.number + "\n" + now.release.Hash + "\n" + v.release.Identity()
	subject := portal.ReleaseSubject{Catalog: v.catalog, History: h, Entry: r.entry(h, v), Newest: now.release.Number}
	subject.Previous, subject.Next = v.catalog.Neighbours(h, r.now)
	if subject.Previous > 0 {
		if c, err = s.compare(r, subject.Previous, v.release.Number); err != nil {
			return nil, err
		}
		key += "\n" + c.Identity()
		subject.Comparison = c.Comparison
	}
	p := delivery.NewPage(mediaHTML, key, func(context.Context) (*delivery.Body, error) {
		view, err := portal.NewReleasePage(subject)
		if err != nil {
			return nil, err
		}
		page, err := s.portal.ReleasePage(view)
		return delivery.NewBody(page), err
	})
	if c != nil {
		p.Before = c.Make
	}
	return p, nil
}
