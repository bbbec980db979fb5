package releasecache

import "slices"

// touch notes that a release was asked for.
func (c *Cache) touch(number int) {
	if i := slices.Index(c.recent, number); i >= 0 {
		c.recent = slices.Delete(c.recent, i, i+1)
	}
	c.recent = append(c.recent, number)
	if len(c.recent) > maxPastReleases {
		c.recent = c.recent[len(c.recent)-maxPastReleases:]
	}
}

// evict forgets releases that are neither pinned nor recently asked for, and of
// the latter those that do not fit.
func (c *Cache) evict() {
	budget, first := maxPastBytes, true
	for i, number := range slices.Backward(c.recent) {
		rel := c.loaded[number]
		if rel == nil || slices.Contains(c.pinned, number) {
			continue
		}
		if budget -= held(rel); budget < 0 && !first {
			c.recent = slices.Delete(c.recent, 0, i+1)
			break
		}
		first = false
	}
	for number := range c.loaded {
		if !slices.Contains(c.recent, number) && !slices.Contains(c.pinned, number) {
			delete(c.loaded, number)
		}
	}
}
