package api

import (
	"context"
	"slices"
	"strconv"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// releases lists the releases and the release calendar.
//
//	@Summary		公表の一覧
//	@Description	公開済みの公表と、それ以外の記録（予定、取り消した公表、取り消し）。どちらも新しい順で、合わせて1からの番号がすべてそろう。予定と取り消した公表は、番号、公開日時、ファイル一覧のSHA-256だけを示す。ファイル一覧のpreviousは一つ前の番号のSHA-256なので、履歴の全体を検証できる。 / The releases in force until now, and the rest of the log: what is pending, cancelled releases and cancellations. Both are newest first and together have every number from 1. Of what is pending or cancelled only number, instant and sha256 are given. The previous of a manifest is the sha256 of the number before it, so that the whole history can be checked.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	Problem
//	@Produce		json
//	@Success		200	{object}	ReleasesAnswer
//	@Router			/api/v1/releases [get]
func (s *Server) releases(r *request) (delivery.Response, error) {
	if err := r.onlyJSON(); err != nil {
		return nil, err
	}
	h, v, err := s.present(r)
	if err != nil {
		return nil, err
	}
	about := subject{lang.T("公表の一覧", "Releases"), "releases", "releases", v1 + "releases", dataset.CCBY().Name}
	now := r.now
	return jsonPage(about.path+"\n"+standing(h, v), func(context.Context) (*delivery.Body, error) {
		a := ReleasesAnswer{Results: v.released(h, now), Calendar: s.calendar(h, now)}
		a.Metadata = v.metadata(about, nil, len(a.Results))
		a.Metadata.Citation = v.cite(about, v.cfg.BaseURL+about.path)
		body, err := format.Marshal(a)
		return delivery.NewBody(body), err
	}), nil
}

// releaseItem describes one release.
//
//	@Summary		公表
//	@Description	一つの公表と、その原本データのファイル。 / One release and its canonical files.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404,406	{object}	Problem
//	@Produce		json
//	@Param			number	path	int		true	"公表の番号 / number of the release"	example(1)
//	@Success		200	{object}	ReleaseAnswer
//	@Router			/api/v1/releases/{number} [get]
func (s *Server) releaseItem(r *request) (delivery.Response, error) {
	if err := r.onlyJSON(); err != nil {
		return nil, err
	}
	h, now, v, err := s.named(r)
	if err != nil {
		return nil, err
	}
	path := v1 + "releases/" + r.number
	about := subject{lang.T("第"+r.number+"回公表", "Release "+r.number), "release", "release", path, dataset.CCBY().Name}
	entry, current := r.entry(h, v), now.release.Number
	return jsonPage(path+"\n"+now.release.Hash+"\n"+v.release.Identity(), func(context.Context) (*delivery.Body, error) {
		item := v.releaseInfo(h, entry, current)
		item.Files = v.releaseFiles(h)
		a := ReleaseAnswer{Results: []ReleaseDetails{item}, Metadata: v.metadata(about, nil, 1)}
		a.Metadata.Citation = v.cite(about, v.releaseURL(v.release.Number))
		body, err := format.Marshal(a)
		return delivery.NewBody(body), err
	}), nil
}

// present returns the history and the release that is current now.
func (s *Server) present(r *request) (*releasecache.History, *view, error) {
	h := s.cache.History()
	e, ok := h.At(r.now)
	if !ok {
		return nil, nil, fault.New(fault.NotFound, lang.T("公開されている公表がまだありません", "no release is in effect yet"))
	}
	rel, err := s.cache.Number(r.http.Context(), e.Number, r.now)
	if err != nil {
		return nil, nil, err
	}
	return h, s.view(rel), nil
}

// named returns the history, the current release and the one that the path
// names.
func (s *Server) named(r *request) (h *releasecache.History, now, v *view, err error) {
	rel, err := s.inPath(r)
	if err != nil {
		return nil, nil, nil, err
	}
	h, now, err = s.present(r)
	return h, now, s.view(rel), err
}

// entry is the log entry of the release in the path.
func (r *request) entry(h *releasecache.History, v *view) ledger.Entry {
	e, _ := h.Number(v.release.Number, r.now)
	return e
}

// standing names a state of the log: what was appended, and what of it is
// current.
func standing(h *releasecache.History, current *view) string {
	head, _ := h.Head()
	return head.SHA256 + "-" + strconv.Itoa(current.release.Number) + "\n"
}

// released describes the releases in force until now, newest first.
func (v *view) released(h *releasecache.History, now time.Time) []ReleaseDetails {
	entries := h.Released(now)
	out := make([]ReleaseDetails, 0, len(entries))
	for _, e := range slices.Backward(entries) {
		out = append(out, v.releaseInfo(h, e, v.release.Number))
	}
	return out
}

func (s *Server) releaseInfo(h *releasecache.History, e ledger.Entry, current int) ReleaseDetails {
	m, _ := h.Manifest(e.Number)
	label := reasonLabel(m.Reason)
	info := ReleaseDetails{
		Number: e.Number, State: ledger.StateSuperseded, Issued: m.Issued, Effective: m.Effective,
		Reason: string(m.Reason), ReasonLabel: label.Ja, ReasonLabelEn: label.En, Note: m.Note, SHA256: e.SHA256,
		URL: s.releaseURL(e.Number), ManifestURL: s.manifestURL(e.Number),
	}
	if e.Number == current {
		info.State = ledger.StateCurrent
	}
	if m.Previous != "" {
		info.Previous = &m.Previous
	}
	return info
}

// releaseFiles lists the canonical files of a release and says which the law
// took away.
func (v *view) releaseFiles(h *releasecache.History) []ReleaseFile {
	m, _ := h.Manifest(v.release.Number)
	files := make([]ReleaseFile, 0, len(m.Files))
	for _, f := range m.Files {
		w, _ := v.lost(f.Path)
		files = append(files, ReleaseFile{
			Dataset: f.Dataset, Path: f.Path, Bytes: f.Bytes, SHA256: f.SHA256,
			URL: v.releaseURL(v.release.Number) + "/files/" + f.Path, Withdrawn: w.Withdrawn,
		})
	}
	return files
}

// calendar lists the entries of the log that are no releases in force, newest
// first: what is pending, what was taken back before its time, and what took it
// back. Of the first two nothing else is public.
func (s *Server) calendar(h *releasecache.History, now time.Time) []CalendarEntry {
	lines := []CalendarEntry{}
	states := make(map[int]string)
	for _, e := range h.Pending(now) {
		states[e.Number] = ledger.StatePending
	}
	cancelledBy := make(map[int]int)
	for _, e := range slices.Backward(h.Entries()) { // a cancellation comes before what it takes back
		public := e.Commitment()
		line := CalendarEntry{Number: public.Number, State: states[e.Number], Effective: public.Effective, SHA256: public.SHA256, CancelledBy: cancelledBy[e.Number]}
		switch {
		case e.Kind == release.Cancelled:
			cancelledBy[e.Cancels] = e.Number
			m, _ := h.Manifest(e.Number)
			line.State, line.Cancels, line.Note, line.ManifestURL = ledger.StateCancellation, e.Cancels, m.Note, s.manifestURL(e.Number)
		case line.CancelledBy > 0:
			line.State = ledger.StateCancelled
		}
		if line.State != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (s *Server) releaseURL(number int) string {
	return s.cfg.BaseURL + "/releases/" + strconv.Itoa(number)
}

func (s *Server) manifestURL(number int) string { return s.releaseURL(number) + "/manifest.json" }

func reasonLabel(reason release.Reason) lang.Text {
	for _, r := range release.Reasons() {
		if r.Reason == reason {
			return r.Label
		}
	}
	return lang.Text{}
}
