package releasecache

import (
	"context"
	"slices"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/release"
)

// PrepareSearch makes ready what searches in the current and pending releases
// need, so that no request has to. Where another is at it, or it was done, it
// returns at once. The error is that of ctx, or says what panicked.
func (c *Cache) PrepareSearch(ctx context.Context) (err error) {
	defer fault.Recover(&err)
	if !c.searching.TryLock() {
		return nil
	}
	defer c.searching.Unlock()
	releases := c.pinnedReleases()
	if slices.Equal(releases, c.searchable) {
		return nil
	}
	left := maxSearchedBytes
	for _, rel := range releases {
		for i := range rel.Sets {
			bytes := rel.Sets[i].Table.SearchedBytes()
			if bytes < minSearchedBytes || bytes > left {
				continue
			}
			left -= bytes
			if err := rel.Sets[i].Table.PrepareSearch(ctx); err != nil {
				return err
			}
		}
	}
	c.searchable = releases
	return nil
}

// pinnedReleases returns the current release and the pending ones, as far as they
// are there.
func (c *Cache) pinnedReleases() (releases []*release.Release) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, number := range c.pinned {
		if w := c.loaded[number]; w != nil {
			releases = append(releases, w.Release)
		}
	}
	return releases
}
