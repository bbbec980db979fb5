package releasecache

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// Dataset returns one dataset of a release whose time has come, without reading
// the rest of the release and without keeping it: a job that goes through the
// history of a dataset pushes out nothing that readers ask for. It returns
// false if the release does not have the dataset or it was withdrawn.
func (c *Cache) Dataset(ctx context.Context, number int, id string, now time.Time) (*release.Set, bool, error) {
	for range maxLoadingTries {
		c.mu.Lock()
		rel, history := c.loaded[number], c.history
		c.mu.Unlock()
		if _, ok := history.Number(number, now); !ok {
			return nil, false, nil
		}
		if rel != nil || c.repository == nil {
			set, ok := rel.Set(id)
			return set, ok, nil
		}
		part, err := c.fetchDataset(ctx, history, number, id)
		if err != nil {
			return nil, false, err
		}
		if !c.isOutdated(part) {
			return part.Set, part.Set != nil, nil
		}
	}
	return nil, false, beingWithdrawn()
}

// fetchDataset reads one dataset of a release. It waits for a loading
// slot as whoever reads a whole release does, because a dataset may be as large.
func (c *Cache) fetchDataset(ctx context.Context, h *History, number int, id string) (ledger.Part, error) {
	csv, schema, ok := h.Files(number, id)
	if !ok {
		return ledger.Part{}, nil
	}
	if p, ok := c.loadedPart(csv, schema); ok && !c.isOutdated(p) {
		return p, nil
	}
	ctx, stop := context.WithTimeout(ctx, maxLoadingWait)
	defer stop()
	if err := c.takeSlot(ctx); err != nil {
		return ledger.Part{}, busy(number, err)
	}
	defer c.freeSlot()
	parts, err := c.repository.Parts(ctx, h.History, number, func(other string) bool { return other == id }, c.loadedPart)
	if err != nil {
		return ledger.Part{}, busy(number, err)
	}
	p, _ := find(parts, keyOf(csv, schema))
	return p, nil
}

// isOutdated reports whether something of what was read was withdrawn meanwhile.
func (c *Cache) isOutdated(p ledger.Part) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return p.Outdated(c.withdrawn)
}

// Withdrawals names what was withdrawn as far as it is known here. What is made
// from several releases must be made anew when it changes.
func (c *Cache) Withdrawals() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.withdrawn.Names()
}

// Lost reports whether one of some files was withdrawn, as far as is known here.
func (c *Cache) Lost(files ...release.File) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(files, c.withdrawn.Has)
}

// SchemaOnly returns one dataset of a release whose time has come without its
// rows, of which nothing is read: it costs no more than the schema. It returns
// false if the release does not have the dataset or it was withdrawn, as far as
// was polled.
func (c *Cache) SchemaOnly(ctx context.Context, number int, id string, now time.Time) (*release.Set, bool, error) {
	c.mu.Lock()
	history, rel, withdrawn := c.history, c.loaded[number], c.withdrawn
	c.mu.Unlock()
	if _, ok := history.Number(number, now); !ok {
		return nil, false, nil
	}
	if c.repository == nil {
		set, ok := rel.Set(id)
		return set, ok, nil
	}
	csv, schema, ok := history.Files(number, id)
	if !ok || withdrawn.Has(csv) || withdrawn.Has(schema) {
		return nil, false, nil
	}
	set, err := c.repository.SchemaOnly(ctx, csv, schema)
	if err != nil {
		return nil, false, fmt.Errorf("release %d: %w", number, err)
	}
	return set, true, nil
}
