package citation

// CSL is a reference as programs for bibliographies exchange it (CSL-JSON, an
// item of the schema csl-data.json). Lists have the length that they always have,
// so that two references can be compared.
//
//	@Description	CSL-JSON（csl-data.json の1項目）。閲覧日（accessed）は利用者が加える。 / An item of CSL-JSON (csl-data.json); the reader adds the date of access (accessed).
type CSL struct {
	ID             string     `json:"id"`
	Type           string     `json:"type"`
	Author         [1]CSLName `json:"author"`
	Title          string     `json:"title"`
	ContainerTitle string     `json:"container-title,omitempty"` //nolint:tagliatelle // the name in CSL-JSON
	Issued         CSLDate    `json:"issued"`
	Publisher      string     `json:"publisher"`
	Version        string     `json:"version"`
	Language       string     `json:"language"`
	Note           string     `json:"note"`
	URL            string     `json:"URL"` //nolint:tagliatelle // the name in CSL-JSON
}

// CSLName is the name of an organisation, which has no parts.
//
//	@Description	組織の名前。 / The name of an organisation.
type CSLName struct {
	Literal string `json:"literal"`
}

// CSLDate is one day: year, month and day.
//
//	@Description	年・月・日。 / Year, month and day.
type CSLDate struct {
	DateParts [1][3]int `json:"date-parts"` //nolint:tagliatelle // the name in CSL-JSON
}

// csl is the reference for programs that read CSL-JSON.
func (r reference) csl() CSL {
	return CSL{
		ID: r.key, Type: "dataset",
		Author: [1]CSLName{{r.author}}, Title: r.title, ContainerTitle: r.part,
		Issued: CSLDate{[1][3]int{r.date}}, Publisher: r.author, Version: r.version,
		Language: language, Note: r.note, URL: r.url,
	}
}
