package portal

import (
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// NewReleases fills the page with a part of the history of releases, of which one
// is current.
func NewReleases(current *release.Release, part catalog.LogPage) Releases {
	v := Releases{Release: releaseOf(current)}
	for _, info := range part.Releases {
		v.Releases = append(v.Releases, releaseLine(info))
	}
	for _, e := range part.Calendar {
		v.Calendar = append(v.Calendar, CalendarLine{
			Number: e.Number, Effective: e.Effective, SHA256: e.SHA256, CancelledBy: e.CancelledBy, Cancels: e.Cancels, Note: e.Note,
		})
	}
	return v
}

func releaseLine(info catalog.ReleaseDetails) ReleaseLine {
	return ReleaseLine{
		Number: info.Number, Current: info.State == ledger.StateCurrent, Issued: info.Issued, Effective: info.Effective,
		Reason: info.ReasonLabel, Note: info.Note, SHA256: info.SHA256,
	}
}

// withdrawnOf says which files were withdrawn from releases.
func withdrawnOf(releases ...*release.Release) []Withdrawn {
	var shown []Withdrawn
	for _, w := range catalog.Withdrawn(releases...) {
		shown = append(shown, Withdrawn{Release: w.Release, Path: w.Path, At: w.Withdrawn, Note: w.Note})
	}
	return shown
}
