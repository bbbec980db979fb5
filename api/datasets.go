package api

import (
	"context"
	"fmt"
	"strconv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/encode"
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
//	@Param			request	query	TimeParams	false	"release"
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
			info, err := v.datasetInfo(ctx, &v.release.Sets[i])
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
//	@Param			request	query	TimeParams	false	"release"
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
		info, err := v.datasetInfo(ctx, set)
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
//	@Param			request	query	TimeParams	false	"release"
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
//	@Produce		json,text/csv,application/x-ndjson
//	@Param			id		path		string		true	"データセットID / dataset id"	example(initiatives)
//	@Param			request	query		ListParams	false	"rows"
//	@Success		200		{object}	RecordsAnswer
//	@Router			/api/v1/datasets/{id}/records [get]
func (v *view) records(r *request) (delivery.Response, error) {
	return v.listOf(r, r.id, pathTo("datasets", r.id, "records"))
}

// TableSchema is a Table Schema of Data Package v2 with our own properties.
//
//	@Description	Data Package v2 の Table Schema。独自の項目を含む。 / A Table Schema of Data Package v2, with properties of our own.
type TableSchema map[string]any

// onlyJSON is for routes without parameters that have one format.
func (r *request) onlyJSON() error {
	p := r.query()
	r.representation(p, formatJSON)
	return p.Done()
}

func (v *view) datasetInfo(ctx context.Context, set *release.Set) (DatasetInfo, error) {
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
	for _, format := range []string{formatCSV, formatJSON} {
		for _, layout := range layoutsOf(format) {
			file, err := v.fileInfo(ctx, fileOf(set, format), layout)
			if err != nil {
				return info, err
			}
			info.Files = append(info.Files, file)
		}
	}
	return info, nil
}

func (v *view) fileInfo(ctx context.Context, f publishedFile, layout encode.Layout) (FileInfo, error) {
	sum, err := v.sum(ctx, f, layout)
	if err != nil {
		return FileInfo{}, err
	}
	info := FileInfo{
		URL: v.cfg.BaseURL + "/files/" + f.name, Name: f.name, Format: f.format, MediaType: "application/json", Charset: "UTF-8",
		BOM: layout.BOM, Bytes: sum.bytes, SHA256: sum.sha256,
	}
	info.Permanent = fmt.Sprintf("%s/releases/%d/files/%s", v.cfg.BaseURL, v.release.Number, f.name)
	if f.format == formatCSV {
		info.MediaType, info.Header = "text/csv", headerName(layout)
		variant := "?" + canonical(map[string]string{"bom": strconv.FormatBool(layout.BOM), "header": headerName(layout)})
		info.Permanent += variant
		if layout != layoutsOf(formatCSV)[0] {
			info.URL += variant
		}
	}
	return info, nil
}

// examplesOf shows what can be asked of a dataset.
func (v *view) examplesOf(set *release.Set) []ExampleInfo {
	var list []ExampleInfo
	for _, e := range openapi.Examples(v.cfg.BaseURL, v.release, set) {
		list = append(list, ExampleInfo{URL: e.URL, Query: e.Query, Description: e.Meaning.Ja, DescriptionEn: e.Meaning.En})
	}
	return list
}
