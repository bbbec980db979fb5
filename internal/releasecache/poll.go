package releasecache

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
)

// Refresh polls, and then reads ahead.
func (c *Cache) Refresh(ctx context.Context, now time.Time) error {
	if err := c.Poll(ctx, now); err != nil {
		return err
	}
	return c.ReadAhead(ctx)
}

// Poll looks for new entries of the log and for withdrawals, and verifies them.
// It reads nothing else: news must not wait for data. If it fails, the cache
// stays as it was, and Trouble says why. now is when it begins.
func (c *Cache) Poll(ctx context.Context, now time.Time) error {
	if c.repository == nil {
		return nil
	}
	c.polling.Lock()
	defer c.polling.Unlock()
	err := c.poll(ctx, now)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pollErr = err
	return err
}

// poll is Poll without noting what failed. A panic is a failure like any other:
// whoever polls has nobody to recover it.
func (c *Cache) poll(ctx context.Context, now time.Time) (err error) {
	defer fault.Recover(&err)
	var (
		both                sync.WaitGroup
		h                   *ledger.History
		withdrawn           ledger.Withdrawn
		notRead, notListed  error
		repository, history = c.repository, c.History().History
	)
	both.Go(func() {
		defer fault.Recover(&notRead)
		h, notRead = repository.Extend(ctx, history)
	})
	both.Go(func() {
		defer fault.Recover(&notListed)
		withdrawn, notListed = repository.Withdrawn(ctx)
	})
	both.Wait()
	if err := errors.Join(notRead, notListed); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.apply(h, withdrawn, now)
	return nil
}

// apply takes over what is new before anything is read, and withholds what of it
// was never served.
func (c *Cache) apply(h *ledger.History, withdrawn ledger.Withdrawn, now time.Time) {
	if !slices.Equal(withdrawn.Names(), c.withdrawn.Names()) {
		c.past, c.last, c.state = newPast(), lastRelease{}, state{} // what was withdrawn does not stay here either
	}
	c.withdrawn, c.polled = withdrawn, now
	c.dropOutdated()
	withheld := make(map[int]bool)
	for _, e := range c.unread(h.Log) {
		if !c.history.serves(e.Number) {
			withheld[e.Number] = true
		}
	}
	c.history = (&History{History: h, withheld: withheld}).polledAt(now)
	c.arrange()
}

// dropOutdated lets go of what was withdrawn.
func (c *Cache) dropOutdated() {
	maps.DeleteFunc(c.loaded, func(_ int, w *whole) bool { return c.anyOutdated(w.parts) })
	for _, a := range c.attempts {
		a.parts = slices.DeleteFunc(slices.Clone(a.parts), func(p ledger.Part) bool { return p.Outdated(c.withdrawn) })
	}
}

// arrange notes what follows from the history: which releases are pinned,
// until when that is certain, and what can be evicted.
func (c *Cache) arrange() {
	c.pinned = c.pinned[:0]
	for _, e := range c.history.Pending(c.polled) {
		c.pinned = append(c.pinned, e.Number)
	}
	if e, ok := c.history.At(c.polled); ok {
		c.pinned, c.current = append(c.pinned, e.Number), e.Number
	}
	c.seen = c.history.certain(c.polled)
	unread := c.unread(c.history.Log)
	maps.DeleteFunc(c.attempts, func(number int, a *attempt) bool {
		return !a.running && !slices.ContainsFunc(unread, func(e ledger.Entry) bool { return e.Number == number })
	})
	c.evict()
}
