package api

import (
	"maps"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// gone says that published bytes were withdrawn, when and why.
func gone(w release.Withdrawal) error {
	return fault.New(fault.Gone,
		lang.T(w.Path+" は "+w.Withdrawn+" に取り下げました。理由: "+w.Note, w.Path+" was withdrawn at "+w.Withdrawn+". Reason: "+w.Note),
		lang.T("最新の公表を使ってください。as_of と release を取り除くと得られます", "use the current release: leave as_of and release out"))
}

// withdrawnFile returns why a file of this release is gone, false if it is not.
func (v *view) withdrawnFile(name string) (release.Withdrawal, bool) {
	if len(v.release.Withdrawn) == 0 {
		return release.Withdrawal{}, false
	}
	m, _ := v.shelf.History().Manifest(v.release.Number)
	for _, f := range m.Files {
		w, ok := v.release.Withdrawn[f.Dataset]
		if ok && (f.Path == name || strings.TrimSuffix(f.Path, ".csv")+"."+formatJSON == name) {
			return w, true
		}
	}
	return release.Withdrawal{}, false
}

// identity names what a release is made of now: its hash, and what the law took
// away since.
func identity(rel *release.Release) string {
	withdrawn := slices.Sorted(maps.Keys(rel.Withdrawn))
	return strings.Join(append([]string{rel.Hash}, withdrawn...), "-")
}

// WithdrawnInfo says which file the law took away from a release.
//
//	@Description	取り下げられたファイル。日時と理由。 / A file of a release that was withdrawn, when and why.
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
		for _, id := range slices.Sorted(maps.Keys(rel.Withdrawn)) {
			w := rel.Withdrawn[id]
			list = append(list, WithdrawnInfo{Release: rel.Number, Dataset: id, Path: w.Path, Withdrawn: w.Withdrawn, Note: w.Note})
		}
	}
	return slices.Compact(list) // a release compared with itself
}

// lasting says how long an answer about certain releases may be kept: for ever,
// unless the law took something of them away. It may take more, and an answer
// that is kept for ever would never tell.
func lasting(releases ...*release.Release) cacheClass {
	for _, rel := range releases {
		if len(rel.Withdrawn) > 0 {
			return unsettled
		}
	}
	return forEver
}
