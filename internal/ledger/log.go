package ledger

import (
	"fmt"
	"slices"

	"hachinohe.example/opendata/internal/release"
)

// Log is the history of releases as far as it is known. It is immutable; a
// longer history is another Log.
type Log struct {
	entries []Entry // by number, from 1
	current []Entry // the releases that are not cancelled, by number: effective never decreases
}

// NewLog makes a log out of entries and refuses any that break its rules:
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
	case release.Published:
		if n := len(l.current); n > 0 && e.Effective.Before(l.current[n-1].Effective) {
			return fmt.Errorf("release %d takes effect before release %d", e.Number, l.current[n-1].Number)
		}
		l.current = append(l.current, e)
		return nil
	case release.Cancelled:
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

// Cancellation returns the entry with that number if it cancels a release.
// Such an entry is public at once.
func (l *Log) Cancellation(n int) (Entry, bool) {
	if n < 1 || n > len(l.entries) || l.entries[n-1].Kind != release.Cancelled {
		return Entry{}, false
	}
	return l.entries[n-1], true
}

// Len returns the number of entries.
func (l *Log) Len() int { return len(l.entries) }

// Entry returns the entry with a number that the log has.
func (l *Log) Entry(number int) Entry { return l.entries[number-1] }

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

// Uncancelled returns the releases that are not cancelled, pending ones
// included, in order. It is a part of the log and must not be changed.
func (l *Log) Uncancelled() []Entry { return slices.Clip(l.current) }

// UpTo leaves out of entries, which are in order, those behind a number.
func UpTo(entries []Entry, number int) []Entry {
	for i, e := range entries {
		if e.Number > number {
			return entries[:i]
		}
	}
	return entries
}
