// Package releasecache is what a server holds: the history of releases as it was
// polled last, and the releases and datasets that requests need.
//
// It promises that every replica switches to a release at its instant if it can
// read it and polled in time, and stays with the one before otherwise; that
// nothing under embargo and nothing withdrawn is given out, as far as was polled;
// and that memory and loading stay within limits.go. It refuses to write, and to
// read the clock. It builds on ledger; api and cmd use it.
package releasecache

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// Cache gives out releases by instant or number. It holds the history as it was
// polled last and the releases that are asked for; what is current or pending is
// read ahead, so that a switch costs nothing. Many goroutines may use it.
//
// A release that is or will be current is served only when all of it could be
// read, and only if the log was polled shortly before its instant: until then it
// may have been cancelled (History.polledAt). Before that it is withheld: it
// counts as pending, and when its instant comes, the release before it stays,
// every response names that one, and Seen does not go past the instant, so that
// no response for the time after it is taken for final. Trouble says why, each
// Refresh tries again, and all other news goes on.
type Cache struct {
	repository *ledger.Repository // nil for a fixed history
	polling    sync.Mutex         // held by the one Poll

	mu        sync.Mutex
	history   *History
	loaded    map[int]*whole                   // the current release and the pending ones
	past      *cache.LRU[partKey, ledger.Part] // datasets of past releases
	last      lastRelease                      // the past release that was read last
	pinned    []int                            // the current release and the pending ones: never evicted
	pollErr   error                            // why the last poll failed
	attempts  map[int]*attempt                 // to read releases ahead
	withdrawn ledger.Withdrawn                 // as polled last
	polled    time.Time                        // when the last poll that did not fail began
	seen      time.Time                        // until when it is known for good what was current
	current   int                              // the number of the current release, as polled last; 0: there is none
	state     state

	searching  sync.Mutex         // held by the one PrepareSearch
	searchable []*release.Release // for which it was done

	slots   chan struct{}      // taken by what is loading past bytes
	loading singleflight.Group // a release is loaded once, however many ask
}

// ErrNothingPublished says that a store has no release.
var ErrNothingPublished = errors.New("nothing was published")

// New reads the history of a repository and its current release. It fails
// with ErrNothingPublished if there is none, and if any of this does not verify. A pending release
// that cannot be read is no reason to fail: Trouble tells of it.
func New(ctx context.Context, r *ledger.Repository, now time.Time) (*Cache, error) {
	c := &Cache{
		repository: r, history: &History{History: ledger.Empty()}, attempts: make(map[int]*attempt),
		loaded: make(map[int]*whole), past: newPast(), slots: make(chan struct{}, loadingSlots),
	}
	err := c.Refresh(ctx, now)
	current, ok := c.history.Log.At(now)
	switch {
	case err != nil && (c.history.Len() == 0 || ok && c.loaded[current.Number] == nil):
		return nil, err
	case c.history.Len() == 0:
		return nil, ErrNothingPublished
	}
	return c, nil
}

// Fixed returns a cache that holds some releases, which it numbers from 1, for ever.
func Fixed(releases ...*release.Release) (*Cache, error) {
	h, err := ledger.Fixed(releases...)
	if err != nil {
		return nil, err
	}
	c := &Cache{history: &History{History: h}, loaded: make(map[int]*whole)}
	for i, rel := range releases {
		c.loaded[i+1] = &whole{Release: rel}
		c.pinned = append(c.pinned, i+1)
	}
	return c, nil
}

// Seen returns until when it is known for good what was current: when the store
// was last seen, but not past the instant of a release that could not be read.
// A fixed history is known for ever.
func (c *Cache) Seen(now time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.repository == nil {
		return now
	}
	return c.seen
}

// History returns the history as it was seen last. A release that could not be
// read is pending in it, even after its instant.
func (c *Cache) History() *History {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.history
}

// Trouble returns what could not be read the last time, or not in time; nil if
// nothing.
func (c *Cache) Trouble() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	troubles := []error{c.pollErr}
	for _, number := range slices.Sorted(maps.Keys(c.attempts)) {
		a := c.attempts[number]
		if a.err == nil && !c.history.Entry(number).Effective.After(c.polled) {
			troubles = append(troubles, fault.New(fault.Internal, lang.Textf("第%d回公表は、公開日時を過ぎても読み込みが終わっていません", "release %d is still being read, although its time has come", number),
				lang.T("保管場所との接続を確認してください", "check the connection to the store")))
		}
		troubles = append(troubles, a.err)
	}
	return errors.Join(troubles...)
}

// At returns the release that is current at t; of what could be read, that is.
// With only, who asks needs nothing but these datasets of it, named by id or by a
// canonical file, and those that they refer to: of a past release, no others are
// read, and none of them may be there.
func (c *Cache) At(ctx context.Context, t time.Time, only ...string) (*release.Release, error) {
	e, ok := c.History().At(t)
	if !ok {
		return nil, fault.New(fault.NotFound, lang.T("その時点で公開されているデータはありません", "nothing was published at that time"),
			lang.T("公表の一覧 /api/v1/releases をご覧ください", "see the list of releases at /api/v1/releases"))
	}
	return c.get(ctx, e.Number, only)
}

// Number returns the release with that number, if its time has come. With only,
// see At.
func (c *Cache) Number(ctx context.Context, number int, now time.Time, only ...string) (*release.Release, error) {
	e, ok := c.History().Number(number, now)
	if !ok {
		return nil, fault.New(fault.NotFound, lang.T(fmt.Sprintf("第%d回公表はありません", number), fmt.Sprintf("there is no release %d", number)),
			lang.T("公表の一覧 /api/v1/releases をご覧ください", "see the list of releases at /api/v1/releases"))
	}
	return c.get(ctx, e.Number, only)
}
