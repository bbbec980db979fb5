package releasecache

import (
	"context"
	"fmt"
	"slices"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// get returns a release that the log named, reading it if need be.
func (c *Cache) get(ctx context.Context, number int) (*release.Release, error) {
	for range maxLoadingTries {
		c.mu.Lock()
		rel, history, withdrawn := c.loaded[number], c.history, len(c.withdrawn.Names())
		if rel != nil {
			c.touch(number)
		}
		c.mu.Unlock()
		if rel != nil {
			return rel, nil
		}
		// One reading serves all that ask, but none that already know of a
		// withdrawal that came after it began.
		rel, err := c.fetch(ctx, history, number, withdrawn)
		if err != nil {
			return nil, err
		}
		if c.add(number, rel) {
			return rel, nil
		}
	}
	return nil, beingWithdrawn()
}

// fetch reads a past release: each once however many ask, and one at a time,
// because each may be large. Nobody waits for it for ever, and it does not keep
// the others out for ever.
func (c *Cache) fetch(ctx context.Context, h *History, number, withdrawn int) (*release.Release, error) {
	waiting, stop := context.WithTimeout(ctx, maxLoadingWait)
	defer stop()
	result := c.loading.DoChan(fmt.Sprintf("%s %d", h.Entry(number).SHA256, withdrawn), func() (rel any, err error) {
		defer fault.Recover(&err) // a panic would end the process: nobody else is in this goroutine
		ctx, end := context.WithTimeout(context.WithoutCancel(ctx), maxLoadingTime)
		defer end()
		if err := c.takeSlot(ctx); err != nil {
			return nil, err
		}
		defer c.freeSlot()
		return c.repository.ReleaseBut(ctx, h.History, number, c.loadedSet)
	})
	select {
	case <-waiting.Done():
		return nil, busy(number, waiting.Err())
	case r := <-result:
		if r.Err != nil {
			return nil, busy(number, r.Err)
		}
		rel, _ := r.Val.(*release.Release)
		return rel, nil
	}
}

// takeSlot waits for a loading slot; freeSlot leaves it to the next.
func (c *Cache) takeSlot(ctx context.Context) error {
	select {
	case c.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *Cache) freeSlot() { <-c.slots }

// loadedSet returns a set with these files of a release that is loaded, or of
// one that could be read in part.
func (c *Cache) loadedSet(csv, schema release.File) (*release.Set, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, rel := range c.loaded {
		if set, ok := rel.SetOf(csv, schema); ok {
			return set, true
		}
	}
	for _, a := range c.attempts {
		if set, ok := a.part.SetOf(csv, schema); ok {
			return set, true
		}
	}
	return nil, false
}

// busy says that a past release cannot be read, and why to the log.
func busy(number int, cause error) error {
	return fault.New(fault.Unavailable, lang.T(fmt.Sprintf("第%d回公表を読み込めません", number), fmt.Sprintf("release %d cannot be read at the moment", number)),
		lang.T("しばらくしてからもう一度お試しください", "try again later")).Because(cause)
}

// beingWithdrawn says that files were withdrawn again and again while they were
// read.
func beingWithdrawn() error {
	return fault.New(fault.Unavailable, lang.T("内容の一部が取り下げ処理中です", "part of the content is being withdrawn"),
		lang.T("しばらくしてからもう一度お試しください", "try again later"))
}

// add keeps a release that was read, unless something of it was withdrawn
// meanwhile.
func (c *Cache) add(number int, rel *release.Release) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.hasWithdrawn(rel) {
		return false
	}
	c.loaded[number] = rel
	c.touch(number)
	c.evict()
	return true
}

// hasWithdrawn reports whether a release has files that were withdrawn after it
// was read.
func (c *Cache) hasWithdrawn(rel *release.Release) bool {
	gone := c.withdrawn.Has
	return slices.ContainsFunc(rel.Remains, gone) ||
		slices.ContainsFunc(rel.Sets, func(set release.Set) bool { return gone(set.CSVFile) || gone(set.SchemaFile) })
}
