package releasecache

import (
	"maps"
	"time"

	"hachinohe.example/opendata/internal/ledger"
)

// History is the history of releases as a server may tell it. It withholds
// releases: those that are or will be current by the log, but could not be read
// whole yet, and those that take effect too long after the log was polled. Such a
// release counts as pending, also after its instant, until it can be read or a
// later release is in effect (then it is a past one like any other), or until the
// log was polled again. Without any, a history answers as its log.
type History struct {
	*ledger.History
	withheld map[int]bool // by number: not read whole yet
	horizon  time.Time    // until when the log is known; zero = for ever
}

// polledAt returns the same history as it is known from a poll of the log that
// began at t.
//
// Whoever publishes or cancels something for an instant has it in the log
// PollTime and the difference between clocks before that instant (ledger.Lead).
// So a poll that began no earlier than PollTime before an instant has everything
// that was ever to happen then, and no other has: a release that was pending when
// the log was last polled may have been cancelled since. Polling every second and
// done within another, a server always has such a poll and switches at the very
// instant. One that cannot read the log at that time stays with the release
// before until it can: a switch that comes late on one server corrects itself;
// publishing a cancelled release cannot be undone.
func (h *History) polledAt(t time.Time) *History {
	return &History{History: h.History, withheld: h.withheld, horizon: t.Add(ledger.PollTime)}
}

// known returns t, or until when the log is known if that is earlier.
func (h *History) known(t time.Time) time.Time {
	if !h.horizon.IsZero() && t.After(h.horizon) {
		return h.horizon
	}
	return t
}

// serving returns the same history in which a release that was read is withheld
// no longer. With past, neither are those before it.
func (h *History) serving(number int, past bool) *History {
	withheld := maps.Clone(h.withheld)
	maps.DeleteFunc(withheld, func(n int, _ bool) bool { return n == number || past && n < number })
	return &History{History: h.History, withheld: withheld, horizon: h.horizon}
}

// At returns the release that is current at an instant: by the log, but of
// those that are not withheld.
func (h *History) At(t time.Time) (ledger.Entry, bool) {
	n := h.count(t)
	if n == 0 {
		return ledger.Entry{}, false
	}
	return h.Uncancelled(n - 1), true
}

// count returns how many releases there are whose time has come, without those
// that are withheld at the end.
func (h *History) count(t time.Time) int {
	n := h.CountReleased(h.known(t))
	for n > 0 && h.withheld[h.Uncancelled(n-1).Number] {
		n--
	}
	return n
}

// Number returns the release with that number if its time has come at t and it
// is not withheld.
func (h *History) Number(n int, t time.Time) (ledger.Entry, bool) {
	e, ok := h.Log.Number(n, h.known(t))
	if newest, found := h.At(t); !ok || !found || n > newest.Number {
		return ledger.Entry{}, false
	}
	return e, true
}

// Released returns the releases whose time has come, in order, without those
// that are withheld at the end.
func (h *History) Released(t time.Time) []ledger.Entry {
	return h.Log.Released(h.known(t))[:h.count(t)]
}

// Pending returns the releases whose time has not come or that are withheld,
// in order.
func (h *History) Pending(t time.Time) []ledger.Entry {
	return h.UncancelledFrom(h.count(t))
}

// certain returns until when it is known for good what was current, if the log
// was read at t: before the instant of the first release that is withheld.
func (h *History) certain(t time.Time) time.Time {
	for number := range h.withheld {
		if end := h.Entry(number).Effective.Add(-1); end.Before(t) {
			t = end
		}
	}
	return t
}

// serves reports whether a history has a release and does not withhold it.
func (h *History) serves(number int) bool {
	return number <= h.Len() && !h.withheld[number]
}
