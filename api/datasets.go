package api

import (
	"context"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/openapi"
	"hachinohe.example/opendata/internal/release"
)

// datasets lists the datasets.
//
//	@Summary		データセットの一覧
//	@Description	すべてのデータセットの題名、説明、ライセンス、ファイル。 / Title, description, licence and files of every dataset.
//	@Tags			datasets
//	@Produce		application/problem+json
//	@Failure		400,406	{object}	Problem
//	@Produce		json
//	@Param			request	query	param.Time	false	"release"
//	@Success		200	{object}	DatasetsAnswer
//	@Router			/api/v1/datasets [get]
func (v *view) datasets(r *request) (delivery.Response, error) {
	if err := r.onlyJSON(); err != nil {
		return nil, err
	}
	title := lang.T("データセットの一覧", "Datasets")
	return enveloped(v, subject{title, "datasets", "datasets", v1 + "datasets", dataset.CCBY().Name}, func(ctx context.Context) ([]DatasetInfo, error) {
		var list []DatasetInfo
		for i := range v.release.Sets {
			info, err := v.datasetInfo(ctx, &v.release.Sets[i], false)
			if err != nil {
				return nil, err
			}
			list = append(list, info)
		}
		return list, nil
	}), nil
}

// dataset describes one dataset.
//
//	@Summary		データセット
//	@Description	一つのデータセットの説明、列の定義、ファイル、検索・抽出の例。 / Description, columns and files of one dataset, and examples of queries.
//	@Tags			datasets
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	Problem
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
	return enveloped(v, subject{set.Title, "dataset", set.ID, pathTo("datasets", set.ID), set.Licence.Name}, func(ctx context.Context) ([]DatasetInfo, error) {
		info, err := v.datasetInfo(ctx, set, true)
		info.Columns, info.Examples = columnInfos(set.Schema), v.examplesOf(set)
		return []DatasetInfo{info}, err
	}), nil
}

// schema returns the columns of a dataset as a Table Schema.
//
//	@Summary		列の定義（Table Schema）
//	@Description	データセットの列の定義（Data Package v2 の Table Schema）。 / The columns of a dataset as a Table Schema (Data Package v2).
//	@Tags			datasets
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	Problem
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
//	@Failure		400,404,406	{object}	Problem
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

func (v *view) datasetInfo(ctx context.Context, set *release.Set, measured bool) (DatasetInfo, error) {
	url := v.cfg.BaseURL + pathTo("datasets", set.ID)
	info := DatasetInfo{
		ID: set.ID, Title: set.Title.Ja, TitleEn: set.Title.En,
		Description: set.Description.Ja, DescriptionEn: set.Description.En,
		Keywords: set.Keywords, Category: set.Category, Frequency: set.Frequency.Ja, FrequencyEn: set.Frequency.En,
		License:   LicenseInfo{ID: set.Licence.ID, Name: set.Licence.Name, URL: set.Licence.URL},
		Publisher: dataset.CityName, Records: set.Table.Len(),
		URL: url, RecordsURL: url + "/records", SchemaURL: url + "/schema",
	}
	if info.Keywords == nil {
		info.Keywords = []string{}
	}
	var err error
	info.Files, err = v.fileInfos(ctx, set, measured)
	return info, err
}

// fileInfos describes the files of a dataset. What it takes to know the size and
// the sha256 of a document is spent for a single dataset only.
func (v *view) fileInfos(ctx context.Context, set *release.Set, measured bool) ([]FileInfo, error) {
	var list []FileInfo
	for _, f := range v.fileFormats() {
		file := fileOf(set, f)
		if !file.fits() {
			continue
		}
		for _, profile := range f.Profiles {
			info := v.fileInfo(file, profile.Layout)
			if !f.Document || measured {
				sum, err := v.sum(ctx, file, profile.Layout)
				if fault.KindOf(err) == fault.TooLarge {
					continue // it does not fit after all, whatever its number of rows
				}
				if err != nil {
					return nil, err
				}
				info.Bytes, info.SHA256 = sum.bytes, sum.sha256
			}
			list = append(list, info)
		}
	}
	return list, nil
}

// fileInfo describes a variant of a file, size and sha256 apart.
func (v *view) fileInfo(f publishedFile, layout format.Layout) FileInfo {
	info := FileInfo{
		URL: v.cfg.BaseURL + "/files/" + f.name, Permanent: v.permanentFile(f, layout), Name: f.name,
		Format: f.format.Name, MediaType: f.format.Media(), Charset: f.format.Charset(), BOM: layout.BOM,
	}
	if f.format.Options.Header {
		info.Header = layout.Heading()
	}
	if layout != f.format.Profiles[0].Layout {
		info.URL += f.variant(layout)
	}
	return info
}

// examplesOf shows what can be asked of a dataset.
func (v *view) examplesOf(set *release.Set) []ExampleInfo {
	var list []ExampleInfo
	for _, e := range openapi.Examples(v.cfg.BaseURL, v.release, set) {
		list = append(list, ExampleInfo{URL: e.URL, Query: e.Query, Description: e.Meaning.Ja, DescriptionEn: e.Meaning.En})
	}
	return list
}
