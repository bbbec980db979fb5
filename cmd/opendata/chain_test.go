package main_test

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/store"
)

// chain is a store whose history was made on other days: its clock is its own,
// so that nobody has to wait for a release.
type chain struct {
	t       *testing.T
	address string
	repo    *ledger.Repository
	at      time.Time
}

func newChain(t *testing.T) *chain {
	t.Helper()
	address := newStore(t)
	s, err := store.Open(address, true, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &chain{t: t, address: address, repo: ledger.NewRepository(s), at: time.Now().Add(-24 * time.Hour)}
}

func (c *chain) now() time.Time { return c.at }

// publish publishes the goals with a title of their own and lets an hour pass;
// one that is to take effect later lets none pass.
func (c *chain) publish(reason release.Reason, title string, effective time.Time) {
	c.t.Helper()
	c.release(ledger.Proposal{
		Sources: c.sources("goals", altered(c.t, "goals.csv", "Digital for Living Well", title)), Reason: reason, Note: "<" + title + ">", Effective: effective,
	})
	if effective.IsZero() {
		c.at = c.at.Add(time.Hour)
	}
}

// withoutGoals publishes something else instead of the goals.
func (c *chain) withoutGoals() {
	c.t.Helper()
	c.release(ledger.Proposal{Sources: c.sources("plans", ""), Reason: release.PlanRevision})
	c.at = c.at.Add(time.Hour)
}

// sources is one built-in dataset, changed by the files of a folder if one is
// named.
func (c *chain) sources(id, dir string) []dataset.Source {
	c.t.Helper()
	var own fs.FS
	if dir != "" {
		own = os.DirFS(dir)
	}
	all, err := source.Read(dataset.Embedded(), own)
	if err != nil {
		c.t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(s dataset.Source) bool { return s.Dataset.ID != id })
}

func (c *chain) release(p ledger.Proposal) {
	c.t.Helper()
	d, err := c.repo.Prepare(c.t.Context(), p, c.at)
	if err != nil {
		c.t.Fatal(err)
	}
	if _, err := c.repo.Publish(c.t.Context(), d, c.now); err != nil {
		c.t.Fatal(err)
	}
}

func (c *chain) cancel(number int) {
	c.t.Helper()
	if _, err := c.repo.Cancel(c.t.Context(), number, fmt.Sprintf("<延期 %d>", number), c.now); err != nil {
		c.t.Fatal(err)
	}
	c.at = c.at.Add(time.Minute)
}

func (c *chain) withdraw(path string) {
	c.t.Helper()
	if _, err := c.repo.Withdraw(c.t.Context(), 1, path, "<個人情報>", c.at); err != nil {
		c.t.Fatal(err)
	}
}

// heads returns what verify --head takes, by number.
func (c *chain) heads() map[int]ledger.Head {
	c.t.Helper()
	h, err := c.repo.Extend(c.t.Context(), ledger.Empty())
	if err != nil {
		c.t.Fatal(err)
	}
	heads := make(map[int]ledger.Head)
	for _, e := range h.Entries() {
		heads[e.Number] = ledger.Head{Number: e.Number, SHA256: e.SHA256}
	}
	return heads
}

// site is the service over the store as it is now.
func (c *chain) site() http.Handler {
	c.t.Helper()
	cache, err := releasecache.New(c.t.Context(), c.repo, c.at)
	if err != nil {
		c.t.Fatal(err)
	}
	h, err := api.New(api.Config{BaseURL: baseURL, Build: "test", Log: slog.New(slog.DiscardHandler), Now: c.now, NewID: func() string { return "id" }}, cache)
	if err != nil {
		c.t.Fatal(err)
	}
	return h
}

// longChain is a history with everything that can be in one: releases in force,
// one taken back, two taken back one after the other, a withdrawal, and a
// pending release.
//
//	1 release   2 release    3 release, cancelled by 4   4 cancels 3   5 release
//	6 release, cancelled by 9   7 release, cancelled by 8   8 cancels 7   9 cancels 6
//	10 release, current         11 release, pending
func longChain(t *testing.T) *chain {
	t.Helper()
	c := newChain(t)
	c.publish(release.Initial, "a", time.Time{})
	c.publish(release.Correction, "b", time.Time{})
	c.publish(release.Correction, "c", c.at.Add(time.Hour))
	c.cancel(3)
	c.publish(release.Correction, "d", time.Time{})
	c.publish(release.Correction, "e", c.at.Add(time.Hour))
	c.publish(release.Correction, "f", c.at.Add(2*time.Hour))
	c.cancel(7)
	c.cancel(6)
	c.publish(release.Correction, "g", time.Time{})
	c.withdraw("022039_digital_goals.csv")
	c.publish(release.Correction, "h", time.Now().Add(time.Hour))
	return c
}

func sha256Of(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
