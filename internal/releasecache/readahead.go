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
	part    *release.Release // what was read of it before it failed
	err     error            // why it failed the last time
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
		rel, err := c.readWhole(ctx, h, number)
		c.finish(number, rel, err)
	}
	return c.Trouble()
}

// readWhole reads a release. One whose reading panics cannot be read.
func (c *Cache) readWhole(ctx context.Context, h *History, number int) (rel *release.Release, err error) {
	defer fault.Recover(&err)
	return c.repository.ReleaseBut(ctx, h.History, number, c.loadedSet)
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
func (c *Cache) finish(number int, rel *release.Release, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil {
		part := merge(c.attempts[number].part, rel)
		c.attempts[number] = &attempt{part: part, err: err}
		return
	}
	delete(c.attempts, number)
	if c.hasWithdrawn(rel) {
		return
	}
	c.loaded[number] = rel
	c.history = c.history.serving(number, !rel.Effective.After(c.polled))
	c.arrange()
}

// unread returns the releases to read ahead: of those whose time has come, the
// newest first, back to one that was served; then the pending ones. At the
// start, nothing was served, and only the current one will do.
func (c *Cache) unread(h *ledger.Log) []ledger.Entry {
	var list []ledger.Entry
	for _, e := range slices.Backward(h.Released(c.polled)) {
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
func merge(one, other *release.Release) *release.Release {
	switch {
	case one == nil:
		return other
	case other == nil:
		return one
	}
	sets := slices.Clone(one.Sets)
	for _, set := range other.Sets {
		if _, ok := one.SetOf(set.CSVFile, set.SchemaFile); !ok {
			sets = append(sets, set)
		}
	}
	return &release.Release{Sets: sets}
}
