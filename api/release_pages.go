package api

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/portal"
	"hachinohe.example/opendata/internal/releasecache"
)

// releasesPage is the history of releases as a page.
//
//	@Summary		公表の履歴（ページ）
//	@Description	公開済みの公表と、公表の予定・取り消し（日本語のページ）。 / The releases and the release calendar; a page in Japanese.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	Problem
//	@Produce		html
//	@Success		200	{string}	string	"ページ / page"
//	@Router			/releases [get]
func (s *Server) releasesPage(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	h, v, err := s.present(r)
	if err != nil {
		return nil, err
	}
	now := r.now
	return delivery.NewPage(mediaHTML, "/releases\n"+standing(h, v), func(context.Context) (*delivery.Body, error) {
		shown := portal.Releases{Release: v.releaseView()}
		for _, info := range v.released(h, now) {
			shown.Releases = append(shown.Releases, releaseLine(info))
		}
		for _, e := range s.calendar(h, now) {
			shown.Calendar = append(shown.Calendar, portal.CalendarLine{Number: e.Number, Effective: e.Effective, SHA256: e.SHA256, CancelledBy: e.CancelledBy, Cancels: e.Cancels, Note: e.Note})
		}
		page, err := s.portal.Releases(shown)
		return delivery.NewBody(page), err
	}), nil
}

// releasePage shows what a release changed.
//
//	@Summary		公表（ページ）
//	@Description	一つの公表の変更点、ファイル、引用方法（日本語のページ）。 / The changes, files and citation of a release; a page in Japanese.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	Problem
//	@Produce		html
//	@Param			number	path		int		true	"公表の番号 / number of the release"	example(1)
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
	released := h.Released(r.now)
	i := slices.IndexFunc(released, func(e ledger.Entry) bool { return e.Number == v.release.Number })
	page := portal.ReleasePage{Release: v.releaseView(), Line: releaseLine(v.releaseInfo(h, released[i], now.release.Number)), Newest: now.release.Number}
	if i+1 < len(released) {
		page.Next = released[i+1].Number
	}
	var c *compared
	key := "/releases/" + r.number + "\n" + now.release.Hash + "\n" + v.release.Identity()
	if i > 0 {
		page.Previous = released[i-1].Number
		if c, err = s.compare(r, page.Previous, v.release.Number); err != nil {
			return nil, err
		}
		key += "\n" + c.Identity()
	}
	p := delivery.NewPage(mediaHTML, key, func(context.Context) (*delivery.Body, error) {
		if err := v.fillRelease(&page, h, c); err != nil {
			return nil, err
		}
		body, err := s.portal.ReleasePage(page)
		return delivery.NewBody(body), err
	})
	if c != nil {
		p.Before = c.Make
	}
	return p, nil
}

// fillRelease adds what costs something to the page of a release. c is nil for
// the first.
func (v *view) fillRelease(page *portal.ReleasePage, h *releasecache.History, c *compared) error {
	for _, f := range v.releaseFiles(h) {
		page.Files = append(page.Files, portal.ReleaseFile{
			Path: f.Path, URL: strings.TrimPrefix(f.URL, v.cfg.BaseURL), SHA256: f.SHA256, Bytes: f.Bytes, Withdrawn: f.Withdrawn,
		})
	}
	title := lang.T("第"+strconv.Itoa(v.release.Number)+"回公表", "Release "+strconv.Itoa(v.release.Number))
	cited := v.cite(subject{title: title, key: "release", licence: dataset.CCBY().Name}, v.releaseURL(v.release.Number))
	page.Citation = portal.Citation{Text: cited.Text, TextEn: cited.TextEn, BibTeX: cited.BibTeX}
	if c == nil {
		return nil
	}
	given := map[string]string{"from": strconv.Itoa(page.Previous), "to": strconv.Itoa(v.release.Number)}
	page.DiffURL = v1 + "diff?" + canonical(given)
	page.Lost = shownWithdrawn(c.withdrawn)
	changes, err := c.Changes()
	if err != nil {
		return err
	}
	for i := range changes {
		given["dataset"] = changes[i].Dataset
		page.Changes = append(page.Changes, portal.Changes(c.Comparison, &changes[i], v1+"diff.csv?"+canonical(given)))
	}
	return nil
}

// shownWithdrawn says which files the law took away.
func shownWithdrawn(list []WithdrawnInfo) []portal.Withdrawn {
	var shown []portal.Withdrawn
	for _, w := range list {
		shown = append(shown, portal.Withdrawn{Release: w.Release, Path: w.Path, At: w.Withdrawn, Note: w.Note})
	}
	return shown
}

func releaseLine(info ReleaseDetails) portal.ReleaseLine {
	return portal.ReleaseLine{
		Number: info.Number, Current: info.State == ledger.StateCurrent, Issued: info.Issued, Effective: info.Effective,
		Reason: info.ReasonLabel, Note: info.Note, SHA256: info.SHA256,
	}
}
