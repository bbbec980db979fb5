package ledgertest

import (
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// Goals is a repository in a folder that has an address. Its releases are the
// built-in goals, and differ in one title. They are made at once, by a clock that
// begins a day ago, so that no test of a command or of a site waits for one.
type Goals struct {
	*Lab

	Address string
}

// NewGoals returns a repository without releases, a day before now.
func NewGoals(tb testing.TB, now time.Time) *Goals {
	tb.Helper()
	address := "file://" + filepath.Join(tb.TempDir(), "store")
	l := New(tb, Open(tb, address, store.S3Options{}))
	l.Clock.at = now.Add(-24 * time.Hour)
	return &Goals{Lab: l, Address: address}
}

// PublishTitle publishes the goals with a title of their own.
func (g *Goals) PublishTitle(reason release.Reason, title string, effective time.Time) {
	g.T.Helper()
	g.Publish(ledger.Proposal{Sources: g.titled(title), Reason: reason, Note: "<" + title + ">", Effective: effective})
}

// PublishWithoutGoals publishes the plans instead of the goals.
func (g *Goals) PublishWithoutGoals() {
	g.T.Helper()
	g.Publish(ledger.Proposal{Sources: []dataset.Source{checked(g.T, nil, "plans")}, Reason: release.PlanRevision})
}

const (
	goalsFile = "goals.csv"
	goalTitle = "Digital for Living Well"
)

// titled is the built-in dataset with one title replaced.
func (g *Goals) titled(title string) []dataset.Source {
	g.T.Helper()
	text, err := fs.ReadFile(dataset.Embedded(), goalsFile)
	if err != nil || !strings.Contains(string(text), goalTitle) {
		g.T.Fatalf("%s has no %q: %v", goalsFile, goalTitle, err)
	}
	own := fstest.MapFS{goalsFile: {Data: []byte(strings.Replace(string(text), goalTitle, title, 1))}}
	return []dataset.Source{checked(g.T, own, "goals")}
}

// Cancel cancels a pending release; a minute passes.
func (g *Goals) Cancel(number int) {
	g.T.Helper()
	if _, err := g.Repo.Cancel(g.T.Context(), number, fmt.Sprintf("<延期 %d>", number), g.Clock.Now); err != nil {
		g.T.Fatal(err)
	}
	g.Clock.Pass(time.Minute)
}

// Withdraw withdraws a file of release 1.
func (g *Goals) Withdraw(path string) {
	g.T.Helper()
	if _, err := g.Repo.Withdraw(g.T.Context(), 1, path, "<個人情報>", g.Clock.Now()); err != nil {
		g.T.Fatal(err)
	}
}

// Heads returns what verify --head takes, by number.
func (g *Goals) Heads() map[int]ledger.Head {
	g.T.Helper()
	heads := make(map[int]ledger.Head)
	for _, e := range g.History().Entries() {
		heads[e.Number] = ledger.Head{Number: e.Number, SHA256: e.SHA256}
	}
	return heads
}

// LongGoals has everything that can be in a log: releases in force, one
// cancelled, two cancelled one after the other, a withdrawal, and a pending
// release.
//
//	1 release   2 release    3 release, cancelled by 4   4 cancels 3   5 release
//	6 release, cancelled by 9   7 release, cancelled by 8   8 cancels 7   9 cancels 6
//	10 release, current         11 release, pending
func LongGoals(tb testing.TB, now time.Time) *Goals {
	tb.Helper()
	g := NewGoals(tb, now)
	g.PublishTitle(release.Initial, "a", time.Time{})
	g.PublishTitle(release.Correction, "b", time.Time{})
	g.PublishTitle(release.Correction, "c", g.Clock.Now().Add(time.Hour))
	g.Cancel(3)
	g.PublishTitle(release.Correction, "d", time.Time{})
	g.PublishTitle(release.Correction, "e", g.Clock.Now().Add(time.Hour))
	g.PublishTitle(release.Correction, "f", g.Clock.Now().Add(2*time.Hour))
	g.Cancel(7)
	g.Cancel(6)
	g.PublishTitle(release.Correction, "g", time.Time{})
	g.Withdraw("022039_digital_goals.csv")
	g.PublishTitle(release.Correction, "h", now.Add(time.Hour))
	return g
}
