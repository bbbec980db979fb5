package api

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/release"
)

// withdrawnFile returns why a file of this release is gone, false if it is not.
func (v *view) withdrawnFile(name string) (release.Withdrawal, bool) {
	if w, ok := v.lost(name); ok {
		return w, true
	}
	// What is derived from a file goes with it and with the schema it is read by.
	stem, _, _ := strings.Cut(name, ".")
	for _, l := range v.release.Losses {
		if lost, _, _ := strings.Cut(l.File.Path, "."); lost == stem {
			return l.Why, true
		}
	}
	return release.Withdrawal{}, false
}

// lost returns why a canonical file of this release is gone, false if it is not.
func (v *view) lost(path string) (release.Withdrawal, bool) {
	for _, l := range v.release.Losses {
		if l.File.Path == path {
			return l.Why, true
		}
	}
	return release.Withdrawal{}, false
}

// WithdrawnInfo says which file the law took away from a release.
//
//	@Description	取り下げられたファイルと、その日時・理由。 / A file withdrawn from a release, when and why.
type WithdrawnInfo struct {
	Release   int    `json:"release"`
	Dataset   string `json:"dataset"`
	Path      string `json:"path"`
	Withdrawn string `json:"withdrawn"`
	Note      string `json:"note"`
}

// withdrawnOf lists what the law took away from releases, so that no answer
// about them leaves it out in silence.
func withdrawnOf(releases ...*release.Release) []WithdrawnInfo {
	var list []WithdrawnInfo
	for _, rel := range releases {
		for _, l := range rel.Losses {
			list = append(list, WithdrawnInfo{Release: rel.Number, Dataset: l.File.Dataset, Path: l.File.Path, Withdrawn: l.Why.Withdrawn, Note: l.Why.Note})
		}
	}
	return slices.Compact(list) // a release compared with itself
}

// lasting says how long an answer about certain releases may be kept: for ever,
// unless the law took something of them away. It may take more, and an answer
// that is kept for ever would never tell.
func lasting(releases ...*release.Release) delivery.CachePolicy {
	for _, rel := range releases {
		if len(rel.Losses) > 0 {
			return delivery.AlwaysRevalidate
		}
	}
	return delivery.Immutable
}
