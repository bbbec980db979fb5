package catalog

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
)

// WithdrawnInfo says which file was withdrawn from a release for legal reasons.
//
//	@Description	取り下げられたファイルと、その日時・理由。 / A file withdrawn from a release, when and why.
type WithdrawnInfo struct {
	Release   int    `json:"release"`
	Dataset   string `json:"dataset"`
	Path      string `json:"path"`
	Withdrawn string `json:"withdrawn"`
	Note      string `json:"note"`
}

// Withdrawn lists what was withdrawn from releases, so that no answer about them
// leaves it out in silence.
func Withdrawn(releases ...*release.Release) []WithdrawnInfo {
	var list []WithdrawnInfo
	for _, rel := range releases {
		for _, l := range rel.Losses {
			list = append(list, WithdrawnInfo{Release: rel.Number, Dataset: l.File.Dataset, Path: l.File.Path, Withdrawn: l.Why.Withdrawn, Note: l.Why.Note})
		}
	}
	return slices.Compact(list) // a release compared with itself
}

// withdrawnFile returns why a file of this release is gone, false if it is not.
func (c Catalog) withdrawnFile(name string) (release.Withdrawal, bool) {
	if w, ok := c.lost(name); ok {
		return w, true
	}
	// What is derived from a file goes with it and with the schema it is read by.
	stem, _, _ := strings.Cut(name, ".")
	stem = dataset.WithoutVariant(stem)
	for _, l := range c.Release.Losses {
		if lost, _, _ := strings.Cut(l.File.Path, "."); lost == stem {
			return l.Why, true
		}
	}
	return release.Withdrawal{}, false
}

// lost returns why a canonical file of this release is gone, false if it is not.
func (c Catalog) lost(path string) (release.Withdrawal, bool) {
	for _, l := range c.Release.Losses {
		if l.File.Path == path {
			return l.Why, true
		}
	}
	return release.Withdrawal{}, false
}
