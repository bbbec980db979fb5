package catalog

import (
	"context"
	"errors"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/openapi"
	"hachinohe.example/opendata/internal/release"
)

// Datasets describes some datasets of the release, in its order. Columns and
// examples are left out, and so are the size and the sha256 of documents.
func (c Catalog) Datasets(ctx context.Context, sets []release.Set) ([]DatasetInfo, error) {
	list := make([]DatasetInfo, 0, len(sets))
	for i := range sets {
		info, err := c.datasetInfo(ctx, &sets[i], false)
		if err != nil {
			return nil, err
		}
		list = append(list, info)
	}
	return list, nil
}

// Dataset describes one dataset in full.
func (c Catalog) Dataset(ctx context.Context, set *release.Set) (DatasetInfo, error) {
	info, err := c.datasetInfo(ctx, set, true)
	info.Columns, info.Examples = columns(set.Schema), c.Examples(set)
	return info, err
}

func (c Catalog) datasetInfo(ctx context.Context, set *release.Set, measured bool) (DatasetInfo, error) {
	url := c.BaseURL + DatasetPath(set.ID)
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
	info.Files, err = c.fileInfos(ctx, set, measured)
	return info, err
}

// fileInfos describes the files of a dataset. What it takes to know the size and
// the sha256 of a document is spent for a single dataset only.
func (c Catalog) fileInfos(ctx context.Context, set *release.Set, measured bool) ([]FileInfo, error) {
	var list []FileInfo
	for _, file := range c.Offered(set) {
		for _, profile := range file.Format.Profiles {
			info := c.fileInfo(file, profile.Layout)
			if !file.Format.Document || measured {
				sum, err := c.Checksum(ctx, file, profile.Layout)
				if errors.Is(err, format.ErrDoesNotFit) {
					continue // it does not fit after all, whatever its number of rows
				}
				if err != nil {
					return nil, err
				}
				info.Bytes, info.SHA256 = sum.Bytes, sum.SHA256
			}
			list = append(list, info)
		}
	}
	return list, nil
}

// fileInfo describes a variant of a file, size and sha256 apart.
func (c Catalog) fileInfo(f File, layout format.Layout) FileInfo {
	info := FileInfo{
		URL: c.BaseURL + f.Link(layout), Permanent: c.permanent(f, layout), Name: f.Name(layout),
		Format: f.Format.Name, MediaType: f.Format.Media(), Charset: f.Format.Charset(), BOM: layout.BOM,
	}
	if f.Format.Options.Header {
		info.Header = layout.Heading()
	}
	return info
}

// Examples shows what can be asked of a dataset.
func (c Catalog) Examples(set *release.Set) []ExampleInfo {
	var list []ExampleInfo
	for _, e := range openapi.Examples(c.BaseURL, c.Release, set) {
		list = append(list, ExampleInfo{URL: e.URL, Query: e.Query, Description: e.Meaning.Ja, DescriptionEn: e.Meaning.En})
	}
	return list
}
