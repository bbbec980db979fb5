// Package portal renders the HTML pages: the home page with the datasets, the
// history of releases, and the API reference.
//
// It promises pages as bytes that are the same for the same input, complete
// without JavaScript and without a request to anyone else, and valid under the
// content security policy
//
//	default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'
//
// so there is no script, no inline style and no style attribute in them. It
// refuses HTTP. A page is filled from what is published (New…) and then rendered,
// so that what it looks like can be tried without a release. Only api imports it.
package portal

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"time"

	"hachinohe.example/opendata/internal/release"
)

//go:embed template/*.html
var templates embed.FS

//go:embed portal.css
var style string

// Portal renders pages. It is safe for concurrent use.
type Portal struct {
	pages *template.Template
}

// New parses the templates, so that a broken one stops the program at start.
func New() (*Portal, error) {
	pages, err := template.New("portal").Funcs(template.FuncMap{
		"size": size, "count": count, "moment": moment, "second": second, "fileName": fileName,
	}).ParseFS(templates, "template/*.html")
	if err != nil {
		return nil, fmt.Errorf("parsing the templates of the pages: %w", err)
	}
	return &Portal{pages: pages}, nil
}

//go:embed icon.svg
var icon string

// Style returns the style sheet, which the pages expect at /assets/portal.css.
func Style() []byte { return []byte(style) }

// Icon returns the icon (SVG), which the pages expect at /assets/icon.svg.
func Icon() []byte { return []byte(icon) }

// Release names the release that a page shows.
type Release struct {
	Number            int
	Issued, Effective string // RFC 3339
	Preview           bool   // published by nobody
	Sample            bool   // holds the fictional sample
}

func releaseOf(rel *release.Release) Release {
	return Release{
		Number:    rel.Number,
		Issued:    rel.Issued.In(release.Japan()).Format(time.RFC3339),
		Effective: rel.Effective.In(release.Japan()).Format(time.RFC3339),
		Preview:   rel.Preview,
		Sample:    rel.HoldsSample(),
	}
}

// render executes one template completely, so that an error never leaves half a
// page.
func (p *Portal) render(name string, view any) ([]byte, error) {
	var out bytes.Buffer
	if err := p.pages.ExecuteTemplate(&out, name, view); err != nil {
		return nil, fmt.Errorf("rendering %s: %w", name, err)
	}
	return out.Bytes(), nil
}
