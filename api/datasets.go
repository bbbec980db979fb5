package api

import (
	"context"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/results"
)

// datasets lists the datasets.
//
//	@Summary		データセットの一覧
//	@Description	データセットの題名、説明、ライセンス、ファイル。一度に100件まで（limitで1000件まで）。 / Title, description, licence and files of the datasets, 100 at a time (up to 1000 with limit).
//	@Tags			datasets
//	@Produce		application/problem+json
//	@Failure		400,404,406,410	{object}	problems.Problem
//	@Produce		json
//	@Param			request	query	param.Datasets	false	"page"
//	@Success		200	{object}	DatasetsAnswer
//	@Router			/api/v1/datasets [get]
func (v *view) datasets(r *request) (delivery.Response, error) {
	p := r.query()
	q := v.walk(p, "datasets", recordsQuery{format: r.representation(p, documents()), given: make(map[string]string)})
	if err := p.Done(); err != nil {
		return nil, err
	}
	about := citation.Site(lang.T("データセットの一覧", "Datasets"), "datasets", v1+"datasets")
	return v.pageAnswer(about, q, func(ctx context.Context) (any, results.Page, error) {
		sets, page := results.PageOf(v.release.Listed(), q.Offset, q.Limit)
		list, err := v.catalog.Datasets(ctx, sets)
		return list, page, err
	}), nil
}

// dataset describes one dataset.
//
//	@Summary		データセット
//	@Description	一つのデータセットの説明、列の定義、ファイル、検索・抽出の例。 / Description, columns and files of one dataset, and examples of queries.
//	@Tags			datasets
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id	path		string	true	"データセットID / dataset id"	example(initiatives)
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	DatasetsAnswer
//	@Router			/api/v1/datasets/{id} [get]
func (v *view) dataset(r *request) (delivery.Response, error) {
	if err := r.onlyJSON(); err != nil {
		return nil, err
	}
	set, err := v.set(r.id)
	if err != nil {
		return nil, err
	}
	about := citation.Of(set, pathTo("datasets", set.ID))
	about.Type = "dataset"
	page := jsonPage(about.Path, func(ctx context.Context) (*delivery.Body, error) {
		info, err := v.catalog.Dataset(ctx, set)
		if err != nil {
			return nil, err
		}
		body, err := format.Marshal(DatasetsAnswer{v.catalog.Metadata(about, nil, 1), []catalog.DatasetInfo{info}})
		return delivery.NewBody(body), err
	})
	page.Links = v.citeAs(about.Path, nil)
	return page, nil
}

// schema returns the columns of a dataset as a Table Schema.
//
//	@Summary		列の定義（Table Schema）
//	@Description	データセットの列の定義（Data Package v2 の Table Schema）。 / The columns of a dataset as a Table Schema (Data Package v2).
//	@Tags			datasets
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id	path		string	true	"データセットID / dataset id"	example(initiatives)
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	TableSchema
//	@Router			/api/v1/datasets/{id}/schema [get]
func (v *view) schema(r *request) (delivery.Response, error) {
	if err := r.onlyJSON(); err != nil {
		return nil, err
	}
	set, err := v.set(r.id)
	if err != nil {
		return nil, err
	}
	return jsonPage(pathTo("datasets", set.ID, "schema"), func(context.Context) (*delivery.Body, error) {
		return delivery.NewBody(set.SchemaFile.Data()), nil
	}), nil
}

// records returns rows of a dataset.
//
//	@Summary		データセットの行
//	@Description	データセットの行。条件（列名=値、列名.演算子=値）、検索、並べ替え、集計、参照先の取り込みができる。ここに示すのは取組の例で、ほかのデータセットの例は /api/v1/datasets/{id} の examples で確認できる。 / Rows of a dataset, with conditions (column=value, column.operator=value), search, sorting, groups and related records. The examples here query the initiatives; for other datasets see the examples of /api/v1/datasets/{id}.
//	@Tags			datasets
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	problems.Problem
//	@Produce		json
//	@Param			id		path		string		true	"データセットID / dataset id"	example(initiatives)
//	@Param			request	query		param.List	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/datasets/{id}/records [get]
func (v *view) records(r *request) (delivery.Response, error) {
	return v.listOf(r, r.id, pathTo("datasets", r.id, "records"))
}

// TableSchema is a Table Schema of Data Package v2 with our own properties.
//
//	@Description	Data Package v2 の Table Schema。独自の項目を含む。 / A Table Schema of Data Package v2, with properties of our own.
type TableSchema map[string]any

// documents are the formats of what is not rows: JSON alone.
func documents() format.List { return format.List{format.JSON()} }

// onlyJSON is for routes without parameters that have one format.
func (r *request) onlyJSON() error {
	p := r.query()
	r.representation(p, documents())
	return p.Done()
}
