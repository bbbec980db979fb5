package portal

import (
	"time"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// NewReleases fills the page with the history of releases; the catalogue is that
// of the current one.
func NewReleases(c catalog.Catalog, h *releasecache.History, now time.Time) Releases {
	v := Releases{Release: releaseOf(c.Release)}
	for _, info := range c.Released(h, now) {
		v.Releases = append(v.Releases, releaseLine(info))
	}
	for _, e := range c.Calendar(h, now) {
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
