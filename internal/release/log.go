package release

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Entry is one line of the log of releases.
type Entry struct {
	Number    int
	Kind      Kind
	Effective time.Time
	SHA256    string // of the manifest
	Cancels   int
}

// entryJSON is how an entry is stored, one object per number.
type entryJSON struct {
	Number    int    `json:"number"`
	Kind      Kind   `json:"kind"`
	Effective string `json:"effective"`
	SHA256    string `json:"sha256"`
	Cancels   int    `json:"cancels,omitempty"`
}

// Encode writes the entry in the one way it can be written.
func (e Entry) Encode() ([]byte, error) {
	data, err := json.Marshal(entryJSON{e.Number, e.Kind, stamp(e.Effective), e.SHA256, e.Cancels})
	if err != nil {
		return nil, fmt.Errorf("writing a log entry: %w", err)
	}
	return append(data, '\n'), nil
}

// ParseEntry reads an entry and refuses one that is not written in the one way.
func ParseEntry(data []byte) (Entry, error) {
	var in entryJSON
	if err := strictJSON(data, &in); err != nil {
		return Entry{}, fmt.Errorf("reading a log entry: %w", err)
	}
	at, err := parseStamp(in.Effective)
	if err != nil {
		return Entry{}, err
	}
	e := Entry{Number: in.Number, Kind: in.Kind, Effective: at, SHA256: in.SHA256, Cancels: in.Cancels}
	again, err := e.Encode()
	if err != nil {
		return Entry{}, err
	}
	if !bytes.Equal(again, data) || !isSHA256(e.SHA256) {
		return Entry{}, fmt.Errorf("log entry %d is not in canonical form", in.Number)
	}
	return e, nil
}

// isSHA256 reports whether a text can be a sha256 as it is written here.
func isSHA256(text string) bool {
	raw, err := hex.DecodeString(text)
	return err == nil && len(raw) == sha256.Size && hex.EncodeToString(raw) == text
}

// Log is the history of releases as far as it is known. It is immutable; a
// longer history is another Log.
type Log struct {
	entries []Entry // by number, from 1
	current []Entry // the releases that are not cancelled, by number: effective never decreases
}

// NewLog makes a log out of entries and refuses any that break its laws:
// numbers without a gap, effective times that never decrease, cancellations of
// releases that exist and whose time was still Lead away: some replica may have
// switched before it saw a later one.
func NewLog(entries []Entry) (*Log, error) {
	l := &Log{entries: slices.Clone(entries)}
	for i, e := range l.entries {
		if e.Number != i+1 {
			return nil, fmt.Errorf("log entry %d stands where %d should", e.Number, i+1)
		}
		if err := l.apply(e); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *Log) apply(e Entry) error {
	switch e.Kind {
	case Published:
		if n := len(l.current); n > 0 && e.Effective.Before(l.current[n-1].Effective) {
			return fmt.Errorf("release %d takes effect before release %d", e.Number, l.current[n-1].Number)
		}
		l.current = append(l.current, e)
		return nil
	case Cancelled:
		i := slices.IndexFunc(l.current, func(c Entry) bool { return c.Number == e.Cancels })
		if i < 0 || !e.Effective.Before(l.current[i].Effective) {
			return fmt.Errorf("entry %d cancels %d, which is not a pending release", e.Number, e.Cancels)
		}
		if e.Effective.Add(Lead).After(l.current[i].Effective) {
			return fmt.Errorf("entry %d cancels %d less than %s before its time", e.Number, e.Cancels, Lead)
		}
		l.current = slices.Delete(l.current, i, i+1)
		return nil
	}
	return fmt.Errorf("log entry %d has the unknown kind %q", e.Number, e.Kind)
}

// At returns the release that is current at an instant: the newest whose time
// has come. It is the only way to a release, for now and for any past instant
// alike. It does no I/O.
func (l *Log) At(t time.Time) (Entry, bool) {
	i, _ := slices.BinarySearchFunc(l.current, t, func(e Entry, t time.Time) int {
		if e.Effective.After(t) {
			return 1
		}
		return -1
	})
	if i == 0 {
		return Entry{}, false
	}
	return l.current[i-1], true
}

// Number returns the release with that number if its time has come at t; a
// pending, cancelled or unknown one cannot be told apart.
func (l *Log) Number(n int, t time.Time) (Entry, bool) {
	for _, e := range l.current {
		if e.Number == n && !e.Effective.After(t) {
			return e, true
		}
	}
	return Entry{}, false
}

// Cancellation returns the entry with that number if it takes back a release.
// Such an entry is public at once.
func (l *Log) Cancellation(n int) (Entry, bool) {
	if n < 1 || n > len(l.entries) || l.entries[n-1].Kind != Cancelled {
		return Entry{}, false
	}
	return l.entries[n-1], true
}

// Released returns the releases whose time has come, in order.
func (l *Log) Released(t time.Time) []Entry {
	i := slices.IndexFunc(l.current, func(e Entry) bool { return e.Effective.After(t) })
	if i < 0 {
		i = len(l.current)
	}
	return slices.Clone(l.current[:i])
}

// Pending returns the releases whose time has not come, in order.
func (l *Log) Pending(t time.Time) []Entry {
	return slices.Clone(l.current[len(l.Released(t)):])
}

// Entries returns every entry, cancellations and cancelled releases included.
func (l *Log) Entries() []Entry { return slices.Clone(l.entries) }

// Head returns the last entry, false if there is none.
func (l *Log) Head() (Entry, bool) {
	if len(l.entries) == 0 {
		return Entry{}, false
	}
	return l.entries[len(l.entries)-1], true
}

// Newest returns the newest release that is not cancelled, pending or not.
func (l *Log) Newest() (Entry, bool) {
	if len(l.current) == 0 {
		return Entry{}, false
	}
	return l.current[len(l.current)-1], true
}

// Extends reports whether l begins with every entry of the older log: a log
// that was cut short or rewritten does not.
func (l *Log) Extends(older *Log) bool {
	return len(l.entries) >= len(older.entries) &&
		slices.EqualFunc(l.entries[:len(older.entries)], older.entries, func(a, b Entry) bool {
			return a.Number == b.Number && a.SHA256 == b.SHA256
		})
}
