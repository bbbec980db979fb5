package portal

import (
	"net/url"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/releasecache"
)

// diffPath is where comparisons are, without the extension of a format.
const diffPath = "/api/v1/diff"

// ReleaseSubject is what the page of one release is about.
type ReleaseSubject struct {
	Catalog        catalog.Catalog // of the release
	History        *releasecache.History
	Entry          ledger.Entry           // of the release
	Newest         int                    // number of the current release
	Previous, Next int                    // numbers of the releases before and after it, 0 = none
	Comparison     *comparison.Comparison // with the previous one, nil if there is none
}

// NewReleasePage fills the page of one release.
func NewReleasePage(about ReleaseSubject) (ReleasePage, error) {
	c := about.Catalog
	v := ReleasePage{
		Release: releaseOf(c.Release), Line: releaseLine(c.DescribeRelease(about.History, about.Entry, about.Newest)),
		Newest: about.Newest, Previous: about.Previous, Next: about.Next, Citation: citeRelease(c),
	}
	for _, f := range c.ReleaseFiles(about.History) {
		v.Files = append(v.Files, ReleaseFile{
			Path: f.Path, URL: strings.TrimPrefix(f.URL, c.BaseURL), SHA256: f.SHA256, Bytes: f.Bytes, Withdrawn: f.Withdrawn,
		})
	}
	if about.Comparison == nil {
		return v, nil
	}
	return v, v.compare(about.Comparison)
}

// compare shows what differs from the previous release.
func (v *ReleasePage) compare(c *comparison.Comparison) error {
	given := url.Values{"from": {strconv.Itoa(v.Previous)}, "to": {strconv.Itoa(v.Release.Number)}}
	v.DiffURL = diffPath + "?" + given.Encode()
	v.Lost = withdrawnOf(c.From, c.To)
	changes, err := c.Changes()
	if err != nil {
		return err
	}
	for i := range changes {
		given.Set("dataset", changes[i].Dataset)
		v.Changes = append(v.Changes, datasetChange(c, &changes[i], diffPath+".csv?"+given.Encode()))
	}
	return nil
}

// citeRelease cites a release as a whole.
func citeRelease(c catalog.Catalog) Citation {
	number := strconv.Itoa(c.Release.Number)
	about := citation.Site(lang.T("第"+number+"回公表", "Release "+number), "release", "")
	cited := c.Cite(about, c.ReleaseURL(c.Release.Number))
	return Citation{Text: cited.Text, TextEn: cited.TextEn, BibTeX: cited.BibTeX}
}
