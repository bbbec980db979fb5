package portal

// Home is the content of the home page.
type Home struct {
	BaseURL  string // absolute, without a trailing slash; the examples begin with it
	Release  Release
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

// Home renders the home page.
func (p *Portal) Home(v Home) ([]byte, error) { return p.render("home.html", v) }
