package ledger

import (
	"cmp"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/release"
)

// The embargo: until its effective time a release is pending, and all that the
// public may learn of it is its Commitment. Released, At and Number are the only
// ways from an instant to a release, and none of them returns a pending one: what
// is under embargo cannot be told from what does not exist. Nor can a release
// that was cancelled before its time.

// Commitment is everything that is public of a release under embargo: that there
// is one, from when it will be current, and the sha256 of its manifest, which
// proves later that nothing was changed in the meantime.
type Commitment struct {
	Number    int
	Effective string // as release.FormatInstant writes it
	SHA256    string
}

// Commitment returns what of an entry is public under embargo.
func (e Entry) Commitment() Commitment {
	return Commitment{Number: e.Number, Effective: release.FormatInstant(e.Effective), SHA256: e.SHA256}
}

// At returns the release that is current at an instant: the newest whose time
// has come, for now and for any past instant alike. It does no I/O.
func (l *Log) At(t time.Time) (Entry, bool) {
	released := l.Released(t)
	if len(released) == 0 {
		return Entry{}, false
	}
	return released[len(released)-1], true
}

// Number returns the release with that number if its time has come at t; a
// pending, cancelled or unknown one cannot be told apart.
func (l *Log) Number(n int, t time.Time) (Entry, bool) {
	released := l.Released(t)
	i, ok := slices.BinarySearchFunc(released, n, func(e Entry, n int) int { return cmp.Compare(e.Number, n) })
	if !ok {
		return Entry{}, false
	}
	return released[i], true
}

// Released returns the releases whose time has come, in order. It is a part of
// the log and must not be changed: servers look at it every second.
func (l *Log) Released(t time.Time) []Entry {
	i, _ := slices.BinarySearchFunc(l.current, t, func(e Entry, t time.Time) int {
		if e.Effective.After(t) {
			return 1
		}
		return -1
	})
	return slices.Clip(l.current[:i])
}

// Pending returns the releases whose time has not come, in order. It is a part of
// the log and must not be changed.
func (l *Log) Pending(t time.Time) []Entry {
	return slices.Clip(l.current[len(l.Released(t)):])
}
