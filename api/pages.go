package api

import (
	"context"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/portal"
	"hachinohe.example/opendata/internal/problems"
)

// home is the first page.
//
//	@Summary		トップページ
//	@Description	データセットの一覧とダウンロード（日本語のページ）。 / Datasets and downloads; a page in Japanese.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	problems.Problem
//	@Produce		html
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{string}	string	"ページ / page"
//	@Router			/ [get]
func (v *view) home(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	return delivery.NewPage(mediaHTML, "/", func(ctx context.Context) (*delivery.Body, error) {
		view, err := portal.NewHome(ctx, v.catalog)
		if err != nil {
			return nil, err
		}
		page, err := v.portal.Home(view)
		return delivery.NewBody(page), err
	}), nil
}

// reference is the API reference as a page.
//
//	@Summary		APIの説明
//	@Description	このAPIのリファレンス（ページ）。 / The API reference as a page.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	problems.Problem
//	@Produce		html
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{string}	string	"ページ / page"
//	@Router			/docs [get]
func (v *view) reference(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	return delivery.NewPage(mediaHTML, "/docs", func(context.Context) (*delivery.Body, error) {
		spec, err := v.openAPI()
		if err != nil {
			return nil, err
		}
		page, err := v.portal.Reference(portal.NewReference(v.catalog, spec, documentedProblems()))
		return delivery.NewBody(page), err
	}), nil
}

// documentedProblems are the sorts of failure as the reference page lists them.
func documentedProblems() []portal.Problem {
	var list []portal.Problem
	for _, k := range problems.Kinds() {
		list = append(list, portal.Problem{Slug: k.Slug, Status: k.Status, Title: k.Title.Ja, TitleEn: k.Title.En})
	}
	return list
}

// asset returns what pages are shown with: there is no script.
//
//	@Summary		ページの部品
//	@Description	ページのスタイルシートとアイコン。 / Style sheet and icon of the pages.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	problems.Problem
//	@Produce		text/css,image/svg+xml
//	@Param			name	path		string	true	"ファイル名 / file name"	example(portal.css)
//	@Success		200		{string}	string	"内容 / content"
//	@Router			/assets/{name} [get]
func (s *Server) asset(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	assets := map[string]struct {
		media string
		body  func() []byte
	}{
		"portal.css": {"text/css; charset=utf-8", portal.Style},
		"icon.svg":   {"image/svg+xml", portal.Icon},
	}
	found, ok := assets[r.id]
	if !ok {
		return nil, fault.NotFoundAmong(lang.T("そのファイルはありません", "no such file"), r.id, []string{"portal.css", "icon.svg"})
	}
	return delivery.NewPage(found.media, "/assets/"+r.id, func(context.Context) (*delivery.Body, error) {
		return delivery.NewBody(found.body()), nil
	}), nil
}
