package releasecache

import (
	"cmp"
	"context"
	"slices"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// attempt is the reading ahead of a release.
type attempt struct {
	running bool
	parts   []ledger.Part // what was read of it before it failed
	err     error         // why it failed the last time
}

// ReadAhead reads what is or will be current and is not there yet. There is no
// limit to how long this may take: a store that does not get on says so itself.
// Several may read ahead at once, each another release, so that one that is
// slow does not keep the others waiting; a release that cannot be read is
// withheld, what was read of it is kept for the next time, and Trouble says why.
func (c *Cache) ReadAhead(ctx context.Context) error {
	tried := make(map[int]bool)
	for c.repository != nil && ctx.Err() == nil {
		number, h, ok := c.begin(tried)
		if !ok {
			break
		}
		tried[number] = true
		c.finish(h, number, c.readWhole(ctx, h, number))
	}
	return c.Trouble()
}

// outcome is what reading a release came to.
type outcome struct {
	parts []ledger.Part // what could be read
	err   error         // why that is not all
}

// readWhole reads a release. One whose reading panics cannot be read.
func (c *Cache) readWhole(ctx context.Context, h *History, number int) (o outcome) {
	defer fault.Recover(&o.err)
	o.parts, o.err = c.read(ctx, h, number, want(nil), c.partAhead)
	return o
}

// begin chooses a release to read that nobody reads and that was not tried. What
// failed the last time comes last.
func (c *Cache) begin(tried map[int]bool) (int, *History, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := slices.DeleteFunc(c.unread(c.history.Log), func(e ledger.Entry) bool {
		a := c.attempts[e.Number]
		return tried[e.Number] || a != nil && a.running
	})
	if len(list) == 0 {
		return 0, nil, false
	}
	rank := func(e ledger.Entry) int {
		if c.attempts[e.Number] != nil {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b ledger.Entry) int { return cmp.Compare(rank(a), rank(b)) })
	number := list[0].Number
	if c.attempts[number] == nil {
		c.attempts[number] = &attempt{}
	}
	c.attempts[number].running = true
	return number, c.history, true
}

// finish serves a release that was read ahead, or notes why it cannot be read.
// Nothing of it is served if something of it was withdrawn meanwhile.
func (c *Cache) finish(h *History, number int, o outcome) {
	c.mu.Lock()
	defer c.mu.Unlock()
	rel, err := (*release.Release)(nil), o.err
	if err == nil {
		rel, err = h.Assemble(number, o.parts)
	}
	if err != nil {
		c.attempts[number] = &attempt{parts: merge(c.attempts[number].parts, o.parts), err: err}
		return
	}
	delete(c.attempts, number)
	if c.anyOutdated(o.parts) {
		return
	}
	c.loaded[number] = &whole{rel, o.parts}
	c.history = c.history.serving(number, !rel.Effective.After(c.polled))
	c.arrange()
}

// unread returns the releases to read ahead: of those whose time has come, the
// newest first, back to one that was served; then the pending ones. At the
// start, nothing was served, and only the current one will do.
func (c *Cache) unread(h *ledger.Log) []ledger.Entry {
	var list []ledger.Entry
	for i := h.CountReleased(c.polled) - 1; i >= 0; i-- {
		e := h.Uncancelled(i)
		if c.loaded[e.Number] == nil {
			list = append(list, e)
		}
		if c.history.serves(e.Number) || c.history.Len() == 0 {
			break
		}
	}
	for _, e := range h.Pending(c.polled) {
		if c.loaded[e.Number] == nil {
			list = append(list, e)
		}
	}
	return list
}

// merge returns what was read of a release by either of two attempts.
func merge(one, other []ledger.Part) []ledger.Part {
	parts := slices.Clone(one)
	for _, p := range other {
		if _, ok := find(one, keyOf(p.CSV, p.Schema)); !ok {
			parts = append(parts, p)
		}
	}
	return parts
}
