// Package catalog describes what is published as values: datasets with their
// columns, files and examples, releases and the release calendar, what was
// withdrawn, and the metadata before results.
//
// It promises that a file is described as it is served: its name, its address,
// and, computed once, its size and sha256. It refuses HTTP and pages. The types
// with JSON tags are part of the API's contract. feed, portal and api import it.
package catalog

import (
	"net/url"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/release"
)

// Config is what descriptions depend on beside releases.
type Config struct {
	BaseURL string      // absolute, without a trailing slash; leads every link
	Formats format.List // in which rows are served
}

// Maker makes the catalogues of releases. They share the checksums of files that
// releases have in common. It is safe for concurrent use.
type Maker struct {
	cfg       Config
	checksums *cache.Memo[Checksum]
}

// NewMaker returns a maker of catalogues.
func NewMaker(cfg Config) *Maker { return &Maker{cfg: cfg, checksums: newChecksums()} }

// Catalog describes what is published as of one release.
type Catalog struct {
	*Maker
	citation.Source // the release, and how it is cited
}

// Of returns the catalogue of a release.
func (m *Maker) Of(rel *release.Release) Catalog {
	return Catalog{m, citation.Source{BaseURL: m.cfg.BaseURL, Release: rel}}
}

// DatasetPath is where a dataset is described.
func DatasetPath(id string) string { return "/api/v1/datasets/" + url.PathEscape(id) }
