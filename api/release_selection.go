package api

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
)

// choose finds the release that a request means: the one with the number of
// release=, the one that was current at as_of= or Accept-Datetime, or the
// current one.
func (s *Server) choose(r *request) (*release.Release, error) {
	if r.takesCurrent() {
		return s.at(r, r.now)
	}
	if r.number != "" {
		return s.inPath(r)
	}
	p := param.New(r.params)
	p.CorrectBy(memento.CorrectTime)
	asks := timeParams.Read(p)
	if asks.Release != nil && asks.AsOf != nil {
		p.Fail("as_of", lang.T("as_of と release は同時に指定できません。どちらか一方を指定してください", "as_of and release cannot be used together: use one of them"))
	}
	if p.Wrong() {
		return nil, p.Err()
	}
	switch {
	case asks.Release != nil:
		r.pinned = true
		return s.numbered(r, *asks.Release)
	case asks.AsOf != nil:
		return s.asOf(r, p, *asks.AsOf)
	case len(r.params["cursor"]) == 1:
		return s.goOn(r, r.params["cursor"][0])
	case r.http.Header.Get("Accept-Datetime") != "":
		return s.acceptDatetime(r, p)
	}
	return s.at(r, r.now)
}

// at is the release that was current at an instant: what of it the request needs.
func (s *Server) at(r *request, t time.Time) (*release.Release, error) {
	return s.cache.At(r.http.Context(), t, r.only...)
}

// numbered is the release with a number: what of it the request needs.
func (s *Server) numbered(r *request, number int) (*release.Release, error) {
	return s.cache.Number(r.http.Context(), number, r.now, r.only...)
}

// takesCurrent reports whether nothing in the request chooses a release: most
// requests leave that out.
func (r *request) takesCurrent() bool {
	return r.number == "" && r.params["release"] == nil && r.params["as_of"] == nil && r.params["cursor"] == nil &&
		r.http.Header.Get("Accept-Datetime") == ""
}

// passing reports whether the time of the request chose the release, which the
// same address may not name for long: as_of of today, or of an instant that is not
// known for good yet.
func (r *request) passing() bool { return r.params["as_of"] != nil && !r.pinned }

// goOn chooses the release that a walk through pages began with. What is no
// cursor is reported where it is read.
func (s *Server) goOn(r *request, text string) (*release.Release, error) {
	c, err := query.ParseCursor(text)
	if err != nil {
		return s.at(r, r.now)
	}
	r.pinned = true
	return s.numbered(r, c.Release)
}

// inPath finds the release whose number is in the path.
func (s *Server) inPath(r *request) (*release.Release, error) {
	n, err := strconv.Atoi(r.number)
	if err != nil || strconv.Itoa(n) != r.number {
		return nil, fault.NotFoundAmong(lang.T("このURLはありません", "no such URL"), r.http.URL.Path, s.known)
	}
	r.pinned = true
	return s.numbered(r, n)
}

// asOf reads a date, meaning the end of that day in Japan, or an instant. Today
// means until now; the future is not known.
func (s *Server) asOf(r *request, p *param.Values, text string) (*release.Release, error) {
	from, at, ok := memento.Moment(text)
	switch today := r.now.In(release.Japan()).Format(time.DateOnly); {
	case !ok: // today is the latest that is known
		p.Fail("as_of", lang.T("日付（例 as_of="+today+"。その日の終わりの時点）か日時（例 "+today+"T00:00:00%2B09:00。+ は %2B と表記）を指定してください",
			"must be a date such as as_of="+today+" (the end of that day in Japan) or a date and time such as "+today+"T00:00:00%2B09:00 (write + as %2B)"))
		return nil, p.Err()
	case from.After(r.now):
		p.Fail("as_of", lang.T("未来の時点は指定できません。過去の時点を指定してください", "must not be in the future: use a past time"))
		return nil, p.Err()
	case at.After(r.now):
		return s.at(r, r.now) // today is not over: the answer may still change
	}
	// What came into effect since the store was last seen is not known here yet.
	r.pinned = !at.After(s.cache.Seen(r.now))
	return s.at(r, at)
}

// acceptDatetime chooses by the Memento header (RFC 7089). A time in the future
// means the current release.
func (s *Server) acceptDatetime(r *request, p *param.Values) (*release.Release, error) {
	at, err := http.ParseTime(strings.TrimSpace(r.http.Header.Get("Accept-Datetime")))
	if err != nil {
		p.Fail("", lang.T("Accept-Datetime は HTTP の日時で指定してください（例 Sun, 22 Nov 2026 00:00:00 GMT）", "Accept-Datetime must be an HTTP date, such as Sun, 22 Nov 2026 00:00:00 GMT"))
		return nil, p.Err()
	}
	r.memento = true
	if at.After(r.now) {
		at = r.now
	}
	return s.at(r, at)
}
