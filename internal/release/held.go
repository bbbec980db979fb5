package release

import (
	"maps"
	"slices"
	"time"
)

// A history may hold releases back: those that are or will be current by the
// log, but could not be read whole yet, and those that take effect too long
// after the log was read. Such a release counts as pending, also after its
// instant, until it can be read or a later release is in effect (then it is a
// past one like any other), or until the log was read again. Without any, a
// history answers as its log.

// holding returns the same history with other releases held back.
func (h *History) holding(held map[int]bool) *History {
	return &History{Log: h.Log, manifests: h.manifests, held: held, horizon: h.horizon}
}

// read returns the same history as it is known from a reading of the log that
// began at t.
//
// Whoever publishes or cancels something for an instant has it in the log by
// noticing and skew before that instant, by a clock that is at most skew from
// the one here (Lead). So a reading that began no earlier than noticing before
// an instant has everything that was ever to happen then, and no other does: a
// release that was pending when the log was last read may have been cancelled
// since. Polling every second and done within another, a server always has such
// a reading and switches at the very instant. One that cannot read the log at
// that time stays with the release before until it can: a switch that comes
// late on one server is mended by itself, a release that was taken back and is
// public all the same never.
func (h *History) read(t time.Time) *History {
	return &History{Log: h.Log, manifests: h.manifests, held: h.held, horizon: t.Add(noticing)}
}

// known returns t, or until when the log is known if that is earlier.
func (h *History) known(t time.Time) time.Time {
	if !h.horizon.IsZero() && t.After(h.horizon) {
		return h.horizon
	}
	return t
}

// releasing returns the same history in which a release that was read is held
// back no longer. With past, neither are those before it.
func (h *History) releasing(number int, past bool) *History {
	held := maps.Clone(h.held)
	maps.DeleteFunc(held, func(n int, _ bool) bool { return n == number || past && n < number })
	return h.holding(held)
}

// At returns the release that is current at an instant: by the log, but of
// those that are not held back.
func (h *History) At(t time.Time) (Entry, bool) {
	if len(h.held) == 0 {
		return h.Log.At(h.known(t))
	}
	released := h.Released(t)
	if len(released) == 0 {
		return Entry{}, false
	}
	return released[len(released)-1], true
}

// Number returns the release with that number if its time has come at t and it
// is not held back.
func (h *History) Number(n int, t time.Time) (Entry, bool) {
	e, ok := h.Log.Number(n, h.known(t))
	if newest, found := h.At(t); !ok || !found || n > newest.Number {
		return Entry{}, false
	}
	return e, true
}

// Released returns the releases whose time has come, in order, without those
// that are held back at the end.
func (h *History) Released(t time.Time) []Entry {
	released := h.Log.Released(h.known(t))
	for len(released) > 0 && h.held[released[len(released)-1].Number] {
		released = released[:len(released)-1]
	}
	return released
}

// Pending returns the releases whose time has not come or that are held back,
// in order.
func (h *History) Pending(t time.Time) []Entry {
	return slices.Clone(h.current[len(h.Released(t)):])
}

// certain returns until when it is known for good what was current, if the log
// was read at t: before the instant of the first release that is held back.
func (h *History) certain(t time.Time) time.Time {
	for number := range h.held {
		if end := h.entries[number-1].Effective.Add(-1); end.Before(t) {
			t = end
		}
	}
	return t
}
