package catalog

import (
	"slices"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// LogPage is a part of the log, newest first.
type LogPage struct {
	Releases []ReleaseDetails // in force until now
	Calendar []CalendarEntry  // the other entries between them
	Count    int              // of all releases in force
	Last     int              // number of the last entry of the page
	More     bool             // whether entries follow
}

// LogPart says which part of the log is wanted: entries with a number below Below,
// all if it is 0, and at most Limit of either kind. Every entry stands in one page
// of a walk that goes on below the Last of the page before, whatever is appended
// meanwhile.
type LogPart struct{ Below, Limit int }

// LogOf describes the page of the log that a query asks for, and returns the query
// of the page behind it, nil if nothing follows.
func (c Catalog) LogOf(h *releasecache.History, now time.Time, q query.Query) (page LogPage, next *query.Query, err error) {
	number, walking := q.Behind()
	if walking && (number < 1 || number > h.Len()) {
		return page, nil, query.ForeignCursor()
	}
	page = c.Log(h, now, LogPart{Below: number, Limit: q.Limit})
	if page.More {
		behind := q.BehindEntry(page.Last)
		next = &behind
	}
	return page, next, nil
}

// Log describes a part of the log, in which this release stands as the current
// one.
func (c Catalog) Log(h *releasecache.History, now time.Time, part LogPart) LogPage {
	released := ledger.UpTo(h.Released(now), c.Release.Number)
	w := calendarWriter{Maker: c.Maker, history: h, pending: h.Pending(now), cancelledBy: cancellations(h)}
	page := LogPage{Releases: []ReleaseDetails{}, Calendar: []CalendarEntry{}, Count: len(released)}
	entries := h.Entries()
	if part.Below > 0 {
		entries = entries[:min(len(entries), part.Below-1)]
	}
	for _, e := range slices.Backward(entries) {
		if len(page.Releases) == part.Limit || len(page.Calendar) == part.Limit {
			page.More = true
			break
		}
		page.Last = e.Number
		if contains(released, e.Number) {
			page.Releases = append(page.Releases, c.DescribeRelease(h, e, c.Release.Number))
		} else if line, ok := w.line(e); ok {
			page.Calendar = append(page.Calendar, line)
		}
	}
	return page
}

// calendarWriter describes the entries of the log that are no releases in force:
// what is pending, what was cancelled before its time, and what cancelled it. Of
// the first two nothing else is public.
type calendarWriter struct {
	*Maker

	history     *releasecache.History
	pending     []ledger.Entry
	cancelledBy map[int]int
}

// line describes an entry, false if it is a release that is neither pending nor
// cancelled.
func (w calendarWriter) line(e ledger.Entry) (CalendarEntry, bool) {
	public := e.Commitment()
	line := CalendarEntry{Number: public.Number, Effective: public.Effective, SHA256: public.SHA256, CancelledBy: w.cancelledBy[e.Number]}
	switch {
	case e.Kind == release.Cancelled:
		manifest, _ := w.history.Manifest(e.Number)
		line.State, line.Cancels, line.Note, line.ManifestURL = ledger.StateCancellation, e.Cancels, manifest.Note, w.manifestURL(e.Number)
	case line.CancelledBy > 0:
		line.State = ledger.StateCancelled
	case contains(w.pending, e.Number):
		line.State = ledger.StatePending
	default:
		return line, false
	}
	return line, true
}

// cancellations are the numbers of the entries that cancel others, by the number
// of what they cancel.
func cancellations(h *releasecache.History) map[int]int {
	by := make(map[int]int)
	for _, e := range h.Entries() {
		if e.Kind == release.Cancelled {
			by[e.Cancels] = e.Number
		}
	}
	return by
}

// contains reports whether a number is among entries, which are in order.
func contains(entries []ledger.Entry, number int) bool {
	_, found := slices.BinarySearchFunc(entries, number, func(e ledger.Entry, n int) int { return e.Number - n })
	return found
}
