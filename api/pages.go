package api

import (
	"context"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/portal"
	"hachinohe.example/opendata/internal/release"
)

// home is the first page.
//
//	@Summary		トップページ
//	@Description	データセットの一覧とダウンロード（日本語のページ）。 / Datasets and downloads; a page in Japanese.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400	{object}	Problem
//	@Produce		html
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{string}	string	"ページ / page"
//	@Router			/ [get]
func (v *view) home(r *request) (delivery.Response, error) {
	if err := r.none(); err != nil {
		return nil, err
	}
	return delivery.NewPage(mediaHTML, "/", func(ctx context.Context) (*delivery.Body, error) {
		view := portal.Home{BaseURL: v.cfg.BaseURL, Release: v.releaseView(), Lost: shownWithdrawn(withdrawnOf(v.release))}
		for i := range v.release.Sets {
			d, err := v.datasetView(ctx, &v.release.Sets[i])
			if err != nil {
				return nil, err
			}
			view.Datasets = append(view.Datasets, d)
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
//	@Failure		400	{object}	Problem
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
		view := portal.Reference{Release: v.releaseView(), Spec: spec, Datasets: v.exampleViews()}
		for _, k := range problemKinds() {
			view.Problems = append(view.Problems, portal.Problem{Slug: k.slug, Status: k.status, Title: k.title.Ja, TitleEn: k.title.En})
		}
		page, err := v.portal.Reference(view)
		return delivery.NewBody(page), err
	}), nil
}

// exampleViews are the examples of every dataset that has some.
func (v *view) exampleViews() []portal.DatasetExamples {
	var all []portal.DatasetExamples
	for i := range v.release.Sets {
		set := &v.release.Sets[i]
		shown := portal.DatasetExamples{ID: set.ID, Title: set.Title.Ja, TitleEn: set.Title.En}
		for _, e := range v.examplesOf(set) {
			shown.Examples = append(shown.Examples, portal.Example{
				URL: strings.TrimPrefix(e.URL, v.cfg.BaseURL), Query: e.Query, Meaning: e.Description, MeaningEn: e.DescriptionEn,
			})
		}
		if len(shown.Examples) > 0 {
			all = append(all, shown)
		}
	}
	return all
}

// asset returns what pages are shown with: there is no script.
//
//	@Summary		ページの部品
//	@Description	ページのスタイルシートとアイコン。 / Style sheet and icon of the pages.
//	@Tags			service
//	@Produce		application/problem+json
//	@Failure		400,404	{object}	Problem
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

func (v *view) releaseView() portal.Release {
	return portal.Release{
		Number:    v.release.Number,
		Issued:    v.release.Issued.In(release.Japan()).Format(time.RFC3339),
		Effective: v.release.Effective.In(release.Japan()).Format(time.RFC3339),
	}
}

func (v *view) datasetView(ctx context.Context, set *release.Set) (portal.Dataset, error) {
	path := pathTo("datasets", set.ID)
	d := portal.Dataset{
		ID: set.ID, Title: set.Title.Ja, TitleEn: set.Title.En, Description: set.Description.Ja, DescriptionEn: set.Description.En,
		Category: set.Category, Licence: set.Licence.Name, LicenceURL: set.Licence.URL, Frequency: set.Frequency.Ja,
		Records: set.Table.Len(), Columns: len(set.Schema.Columns),
		RecordsURL: path + "/records", SchemaURL: path + "/schema", MetadataURL: path,
	}
	var err error
	d.Files, err = v.buttons(ctx, set)
	return d, err
}

// buttons are the downloads of a dataset: the profiles of its files that have a
// title. A document is not written to show its size.
func (v *view) buttons(ctx context.Context, set *release.Set) ([]portal.File, error) {
	var list []portal.File
	for _, f := range v.fileFormats() {
		file := fileOf(set, f)
		if !file.fits() {
			continue
		}
		for _, profile := range f.Profiles {
			if profile.Title.Empty() {
				continue
			}
			shown := portal.File{Label: profile.Title.Ja, Format: f.Name, Unmeasured: f.Document}
			shown.URL = strings.TrimPrefix(v.fileInfo(file, profile.Layout).URL, v.cfg.BaseURL)
			if !shown.Unmeasured {
				sum, err := v.sum(ctx, file, profile.Layout)
				if err != nil {
					return nil, err
				}
				shown.Bytes = sum.bytes
			}
			list = append(list, shown)
		}
	}
	return list, nil
}
