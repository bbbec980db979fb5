package portal

import (
	"context"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

// Home is the content of the home page.
type Home struct {
	BaseURL  string // absolute, without a trailing slash; the examples begin with it
	Release  Release
	Plan     plan.State
	Datasets []Dataset
	Lost     []Withdrawn // files that were withdrawn from the release
}

// Dataset is one entry of the catalogue. The anchor of its section is
// dataset-{ID}.
type Dataset struct {
	ID                         string
	Title, TitleEn             string
	Description, DescriptionEn string
	Category                   string
	Licence, LicenceURL        string
	Frequency                  string
	Records, Columns           int
	RecordsURL, SchemaURL      string
	MetadataURL                string
	Files                      []File // the first is the primary download
}

// File is one download of a dataset.
type File struct {
	Label  string // as on the button: CSV（Excel用）
	Format string
	URL    string
	Bytes  int

	Unmeasured bool // Bytes is not known
}

// NewHome fills the home page of a release.
func NewHome(ctx context.Context, c catalog.Catalog) (Home, error) {
	v := Home{BaseURL: c.BaseURL, Release: releaseOf(c.Release), Plan: plan.StateOf(c.Release), Lost: withdrawnOf(c.Release)}
	listed := c.Release.Listed()
	for i := range listed {
		d, err := newDataset(ctx, c, &listed[i])
		if err != nil {
			return Home{}, err
		}
		v.Datasets = append(v.Datasets, d)
	}
	return v, nil
}

func newDataset(ctx context.Context, c catalog.Catalog, set *release.Set) (Dataset, error) {
	path := catalog.DatasetPath(set.ID)
	d := Dataset{
		ID: set.ID, Title: set.Title.Ja, TitleEn: set.Title.En, Description: set.Description.Ja, DescriptionEn: set.Description.En,
		Category: set.Category, Licence: set.Licence.Name, LicenceURL: set.Licence.URL, Frequency: set.Frequency.Ja,
		Records: set.Table.Len(), Columns: len(set.Schema.Columns),
		RecordsURL: path + "/records", SchemaURL: path + "/schema", MetadataURL: path,
	}
	for _, f := range c.Offered(set) {
		buttons, err := newButtons(ctx, c, f)
		if err != nil {
			return Dataset{}, err
		}
		d.Files = append(d.Files, buttons...)
	}
	return d, nil
}

// newButtons are the downloads of a file: its profiles that have a title. A
// document is not written to show its size.
func newButtons(ctx context.Context, c catalog.Catalog, f catalog.File) ([]File, error) {
	var list []File
	for _, profile := range f.Format.Profiles {
		if profile.Title.Empty() {
			continue
		}
		shown := File{Label: profile.Title.Ja, Format: f.Format.Name, URL: f.Link(profile.Layout), Unmeasured: f.Format.Document}
		if !shown.Unmeasured {
			sum, err := c.Checksum(ctx, f, profile.Layout)
			if err != nil {
				return nil, err
			}
			shown.Bytes = sum.Bytes
		}
		list = append(list, shown)
	}
	return list, nil
}

// Home renders the home page.
func (p *Portal) Home(v Home) ([]byte, error) { return p.render("home.html", v) }
