// Package ledgertest is what tests of releases need: stores of every kind, a clock
// that is set by hand, small datasets, and a repository with all of these. Only
// tests import it.
package ledgertest

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/store"
)

// Clock is a clock that a test sets.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock returns a clock that shows nine in the morning of a day in Japan.
func NewClock() *Clock {
	return &Clock{at: time.Date(2026, 12, 1, 9, 0, 0, 0, release.Japan())}
}

// Now is the time that was set last.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Pass moves the clock forward and returns the new time.
func (c *Clock) Pass(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	return c.at
}

// TreesSchema is the Table Schema of the dataset that Trees makes.
const TreesSchema = `{
  "title": "街路樹",
  "fields": [
    {"name": "id", "title": "番号"},
    {"name": "height", "title": "樹高", "type": "number", "unit": "m"},
    {"name": "kind", "title": "樹種"}
  ],
  "primaryKey": "id"
}`

// Trees is a small dataset of the city's own, and nothing else.
func Trees(tb testing.TB, csv string) []dataset.Source {
	tb.Helper()
	return []dataset.Source{checked(tb, fstest.MapFS{"trees.csv": {Data: []byte(csv)}, "trees.schema.json": {Data: []byte(TreesSchema)}}, "trees")}
}

// checked reads the embedded sources with others laid over them and returns one.
func checked(tb testing.TB, own fstest.MapFS, id string) dataset.Source {
	tb.Helper()
	all := City(tb, own)
	return all[slices.IndexFunc(all, func(s dataset.Source) bool { return s.Dataset.ID == id })]
}

// City is the embedded sources with others laid over them.
func City(tb testing.TB, own fstest.MapFS) []dataset.Source {
	tb.Helper()
	sources, err := source.Read(dataset.Embedded(), own)
	if err != nil {
		tb.Fatal(err)
	}
	return sources
}

// CityAlone returns sources with the observations of the city alone, for tests that
// compare whole lists, of which JSON answers 1,000 rows.
func CityAlone(sources []dataset.Source) []dataset.Source {
	out := slices.Clone(sources)
	for i := range out {
		if out[i].Dataset.ID != "observations" {
			continue
		}
		var kept []byte
		for line := range bytes.Lines(out[i].CSV) {
			if cells := bytes.Split(line, []byte(",")); len(kept) == 0 || string(cells[1]) == dataset.CityCode {
				kept = append(kept, line...)
			}
		}
		out[i].CSV = kept
	}
	return out
}

// EmbeddedRelease is the release that is built into the program.
func EmbeddedRelease(tb testing.TB) *release.Release {
	tb.Helper()
	return Built(tb, nil)
}

// Built is the release of the embedded sources with others laid over them.
func Built(tb testing.TB, own fstest.MapFS) *release.Release {
	tb.Helper()
	r, err := release.Build(release.Embedded(), City(tb, own))
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// Version is the nth state of the trees.
func Version(tb testing.TB, n int) []dataset.Source {
	tb.Helper()
	return Trees(tb, fmt.Sprintf("id,height,kind\nt-1,%d.5,松\nt-2,3.0,桜\n", n))
}

// Lab is a repository with a clock.
type Lab struct {
	T     testing.TB
	Store store.Store
	Repo  *ledger.Repository
	Clock *Clock
}

// New returns a repository in a store, with a clock of its own.
func New(tb testing.TB, s store.Store) *Lab {
	tb.Helper()
	return &Lab{T: tb, Store: s, Repo: ledger.NewRepository(s), Clock: NewClock()}
}

// Try prepares and publishes.
func (l *Lab) Try(p ledger.Proposal) (*release.Release, error) {
	d, err := l.Repo.Prepare(context.Background(), p, l.Clock.Now())
	if err != nil {
		return nil, err
	}
	return l.Repo.Publish(context.Background(), d, l.Clock.Now)
}

// Publish publishes what must be publishable, and waits for its time unless it
// has one of its own.
func (l *Lab) Publish(p ledger.Proposal) *release.Release {
	l.T.Helper()
	r, err := l.Try(p)
	if err != nil {
		l.T.Fatal(err)
	}
	if p.Effective.IsZero() {
		l.Clock.Pass(time.Minute)
	}
	return r
}

// History reads the log from its beginning.
func (l *Lab) History() *ledger.History {
	l.T.Helper()
	h, err := l.Repo.Extend(context.Background(), ledger.Empty())
	if err != nil {
		l.T.Fatal(err)
	}
	return h
}

// Verify verifies the repository; expected may be nil.
func (l *Lab) Verify(expected *ledger.Head) *ledger.Report {
	l.T.Helper()
	r, err := l.Repo.Verify(context.Background(), expected)
	if err != nil {
		l.T.Fatal(err)
	}
	return r
}

// Sound fails if verification finds anything.
func (l *Lab) Sound() *ledger.Report {
	l.T.Helper()
	r := l.Verify(nil)
	if len(r.Findings) > 0 {
		l.T.Errorf("verification finds %v", r.Findings)
	}
	return r
}

// FourReleases fills a store with four releases, of which the third was
// cancelled before its time, and withdraws a file of the first.
func FourReleases(tb testing.TB, s store.Store) *Lab {
	tb.Helper()
	l := New(tb, s)
	l.Publish(ledger.Proposal{Sources: Version(tb, 1), Reason: release.Initial, Note: "first"})
	l.Publish(ledger.Proposal{Sources: Version(tb, 2), Reason: release.Correction})
	l.Publish(ledger.Proposal{Sources: Version(tb, 3), Reason: release.LateData, Effective: l.Clock.Now().Add(time.Hour)})
	if _, err := l.Repo.Cancel(context.Background(), 3, "too early", l.Clock.Now); err != nil {
		tb.Fatal(err)
	}
	l.Publish(ledger.Proposal{Sources: Version(tb, 4), Reason: release.Correction, Note: "<訂正> & more"})
	if _, err := l.Repo.Withdraw(context.Background(), 1, "022039_trees.csv", "a name in it", l.Clock.Now()); err != nil {
		tb.Fatal(err)
	}
	return l
}

// PublishPending publishes a version of the trees that is to take effect later.
func (l *Lab) PublishPending(number int, wait time.Duration) *release.Release {
	l.T.Helper()
	return l.Publish(ledger.Proposal{Sources: Version(l.T, number), Reason: release.Correction, Effective: l.Clock.Now().Add(wait)})
}

// ReasonOf is a reason that the release with a number may have.
func ReasonOf(number int) release.Reason {
	if number == 1 {
		return release.Initial
	}
	return release.Correction
}

// WhyWithdrawn is the note of the withdrawal of the trees.
func WhyWithdrawn(rel *release.Release) string {
	w, _ := rel.Withdrawn("trees")
	return w.Note
}

// Cells are all cells of a dataset's table, row by row.
func Cells(s *release.Set) [][]string {
	var rows [][]string
	for row := range s.Table.Len() {
		var cells []string
		for column := range s.Table.Columns() {
			cells = append(cells, s.Table.Text(column, row))
		}
		rows = append(rows, cells)
	}
	return rows
}
