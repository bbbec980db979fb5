package catalog

import (
	"slices"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// Released describes the newest of the releases in force until now and up to this
// one, which stands as the current one, newest first.
func (c Catalog) Released(h *releasecache.History, now time.Time, most int) []ReleaseDetails {
	entries := ledger.UpTo(h.Released(now), c.Release.Number)
	entries = entries[max(0, len(entries)-most):]
	out := make([]ReleaseDetails, 0, len(entries))
	for _, e := range slices.Backward(entries) {
		out = append(out, c.DescribeRelease(h, e, c.Release.Number))
	}
	return out
}

// DescribeRelease describes a release whose time has come, its files apart;
// current is the number of the one in force.
func (m *Maker) DescribeRelease(h *releasecache.History, e ledger.Entry, current int) ReleaseDetails {
	manifest, _ := h.Manifest(e.Number)
	label := reasonLabel(manifest.Reason)
	info := ReleaseDetails{
		Number: e.Number, State: ledger.StateSuperseded, Issued: manifest.Issued, Effective: manifest.Effective,
		Reason: string(manifest.Reason), ReasonLabel: label.Ja, ReasonLabelEn: label.En, Note: manifest.Note, SHA256: e.SHA256,
		URL: m.ReleaseURL(e.Number), ManifestURL: m.manifestURL(e.Number),
	}
	if e.Number == current {
		info.State = ledger.StateCurrent
	}
	if manifest.Previous != "" {
		info.Previous = &manifest.Previous
	}
	return info
}

// Neighbours are the numbers of the releases in force before and after this one,
// 0 where there is none.
func (c Catalog) Neighbours(h *releasecache.History, now time.Time) (previous, next int) {
	for _, e := range h.Released(now) {
		switch {
		case e.Number < c.Release.Number:
			previous = e.Number
		case e.Number > c.Release.Number:
			return previous, e.Number
		}
	}
	return previous, 0
}

// ReleaseFiles lists the canonical files of the release and says which were
// withdrawn.
func (c Catalog) ReleaseFiles(h *releasecache.History) []ReleaseFile {
	m, _ := h.Manifest(c.Release.Number)
	files := make([]ReleaseFile, 0, len(m.Files))
	for _, f := range m.Files {
		w, _ := c.lost(f.Path)
		files = append(files, ReleaseFile{
			Dataset: f.Dataset, Path: f.Path, Bytes: f.Bytes, SHA256: f.SHA256,
			URL: c.ReleaseURL(c.Release.Number) + FilesPath + f.Path, Withdrawn: w.Withdrawn,
		})
	}
	return files
}

// ReleaseURL is where a release has its page.
func (m *Maker) ReleaseURL(number int) string {
	return m.cfg.BaseURL + "/releases/" + strconv.Itoa(number)
}

func (m *Maker) manifestURL(number int) string { return m.ReleaseURL(number) + "/manifest.json" }

func reasonLabel(reason release.Reason) lang.Text {
	for _, r := range release.Reasons() {
		if r.Reason == reason {
			return r.Label
		}
	}
	return lang.Text{}
}
