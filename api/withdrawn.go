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
