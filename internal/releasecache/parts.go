package releasecache

import (
	"slices"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// whole is a release that is held as long as it is current or pending, with the
// parts that it was made of.
type whole struct {
	*release.Release

	parts []ledger.Part
}

// partKey names the files of a dataset. Releases that have the same files share
// what was read of them.
type partKey struct{ dataset, csvPath, csv, schemaPath, schema string }

func keyOf(csv, schema release.File) partKey {
	return partKey{csv.Dataset, csv.Path, csv.SHA256, schema.Path, schema.SHA256}
}

// newPast returns what keeps the datasets of past releases: those used last, as
// many as fit.
func newPast() *cache.LRU[partKey, ledger.Part] {
	return cache.NewLRU(cache.Options[partKey, ledger.Part]{Limit: maxPastBytes, Size: sizeOfPart})
}

// sizeOfPart is the bytes of the canonical files of a dataset, by which it is
// judged how much memory it takes, and of the text that a search would make ready.
func sizeOfPart(_ partKey, p ledger.Part) int {
	const least = 1 << 10
	size := least + p.CSV.Bytes + p.Schema.Bytes
	if p.Set != nil {
		size += p.Set.Table.SearchedBytes()
	}
	return size
}

// loadedPart returns what was read of a dataset with these files for the current
// or a past release.
func (c *Cache) loadedPart(csv, schema release.File) (ledger.Part, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.partOf(csv, schema)
}

// partOf is loadedPart for who holds the lock. What was read for a pending release
// is left alone: how soon a past one is there would tell what both have.
func (c *Cache) partOf(csv, schema release.File) (ledger.Part, bool) {
	key := keyOf(csv, schema)
	if p, ok := c.currentPart(key); ok {
		return p, true
	}
	return c.past.Get(key)
}

func (c *Cache) currentPart(key partKey) (ledger.Part, bool) {
	w := c.loaded[c.current]
	if w == nil {
		return ledger.Part{}, false
	}
	return find(w.parts, key)
}

// partAhead is loadedPart for reading ahead, which finds what was read for pending
// releases, too.
func (c *Cache) partAhead(csv, schema release.File) (ledger.Part, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := keyOf(csv, schema)
	for _, w := range c.loaded {
		if p, ok := find(w.parts, key); ok {
			return p, true
		}
	}
	for _, a := range c.attempts {
		if p, ok := find(a.parts, key); ok {
			return p, true
		}
	}
	return c.past.Get(key)
}

func find(parts []ledger.Part, key partKey) (ledger.Part, bool) {
	i := slices.IndexFunc(parts, func(p ledger.Part) bool { return keyOf(p.CSV, p.Schema) == key })
	if i < 0 {
		return ledger.Part{}, false
	}
	return parts[i], true
}

// remember keeps parts for the next who asks. What the current release has takes no
// place.
func (c *Cache) remember(parts []ledger.Part) {
	for _, p := range parts {
		key := keyOf(p.CSV, p.Schema)
		if _, current := c.currentPart(key); !current {
			c.past.Add(key, p)
		}
	}
}

// evict lets go of releases that are no longer current or pending; their datasets
// are past ones from now on.
func (c *Cache) evict() {
	for number, w := range c.loaded {
		if !slices.Contains(c.pinned, number) {
			delete(c.loaded, number)
			c.remember(w.parts)
		}
	}
}

// anyOutdated reports whether something of what was read was withdrawn since.
func (c *Cache) anyOutdated(parts []ledger.Part) bool {
	return slices.ContainsFunc(parts, func(p ledger.Part) bool { return p.Outdated(c.withdrawn) })
}

// wanted is which datasets of a release somebody needs: all, or some and those
// that they refer to.
type wanted struct{ ids map[string]bool } // nil for all

func want(ids []string) wanted {
	if len(ids) == 0 {
		return wanted{}
	}
	w := wanted{make(map[string]bool)}
	for _, id := range ids {
		w.ids[id] = true
	}
	return w
}

func (w wanted) has(id string) bool { return w.ids == nil || w.ids[id] }

// follow adds what the datasets refer to, and reports whether that is more than
// was wanted before.
func (w wanted) follow(parts []ledger.Part) (more bool) {
	for _, p := range parts {
		if p.Set == nil || w.ids == nil {
			continue
		}
		for _, ref := range p.Set.Schema.References {
			more = more || !w.ids[ref.Dataset]
			w.ids[ref.Dataset] = true
		}
	}
	return more
}
