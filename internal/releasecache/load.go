package releasecache

import (
	"context"
	"fmt"
	"slices"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// get returns a release that the log named, reading what of it is not there yet.
// With names, nothing but these datasets and those that they refer to is needed.
func (c *Cache) get(ctx context.Context, number int, names []string) (*release.Release, error) {
	c.mu.Lock()
	h, held := c.history, c.loaded[number]
	c.mu.Unlock()
	if held != nil { // of nearly all requests
		return held.Release, nil
	}
	only := datasets(h, number, names)
	for range maxLoadingTries {
		c.mu.Lock()
		rel, history, withdrawn := c.known(number, only), c.history, len(c.withdrawn.Names())
		c.mu.Unlock()
		if rel != nil {
			return rel, nil
		}
		// One reading serves all that ask, but none that already know of a
		// withdrawal that came after it began.
		parts, err := c.fetch(ctx, history, number, withdrawn, only)
		if err != nil {
			return nil, err
		}
		if rel, err = c.keep(history, number, only, parts); err != nil || rel != nil {
			return rel, err
		}
	}
	return nil, beingWithdrawn()
}

// datasets are the ids of what is needed, nil for all. Where a release does not
// have one, only all of it tells what it has instead.
func datasets(h *History, number int, names []string) []string {
	var ids []string
	for _, name := range names {
		id, ok := h.Dataset(number, name)
		if !ok {
			return nil
		}
		ids = append(ids, id)
	}
	return ids
}

// known returns a release if all that is needed of it was read before, else nil.
// It reads nothing.
func (c *Cache) known(number int, only []string) *release.Release {
	if w := c.loaded[number]; w != nil { // read ahead meanwhile
		return w.Release
	}
	if c.last.Release != nil && c.last.Number == number && slices.Equal(c.last.only, only) {
		return c.last.Release
	}
	if c.repository == nil {
		return nil
	}
	need := want(only)
	for {
		parts, complete := c.knownParts(number, need)
		if !complete {
			return nil
		}
		if need.follow(parts) {
			continue
		}
		rel, err := c.history.Assemble(number, parts)
		if err != nil {
			return nil // whoever reads it says why
		}
		return rel
	}
}

// knownParts returns what is needed of a release, or that not all of it is there.
func (c *Cache) knownParts(number int, need wanted) (parts []ledger.Part, complete bool) {
	m, _ := c.history.Manifest(number)
	for pair := range slices.Chunk(m.Files, 2) {
		if !need.has(pair[0].Dataset) && !slices.ContainsFunc(pair, c.withdrawn.Has) {
			continue
		}
		p, ok := c.partOf(pair[0], pair[len(pair)-1])
		if !ok || p.Outdated(c.withdrawn) {
			return nil, false
		}
		parts = append(parts, p)
	}
	return parts, true
}

// fetch reads what is needed of a past release: each once however many ask, and
// one at a time, because each may be large. Nobody waits for it for ever, and it
// does not keep the others out for ever.
func (c *Cache) fetch(ctx context.Context, h *History, number, withdrawn int, only []string) ([]ledger.Part, error) {
	waiting, stop := context.WithTimeout(ctx, maxLoadingWait)
	defer stop()
	key := fmt.Sprintf("%s %d %q", h.Entry(number).SHA256, withdrawn, only)
	result := c.loading.DoChan(key, func() (parts any, err error) {
		defer fault.Recover(&err) // a panic would end the process: nobody else is in this goroutine
		ctx, end := context.WithTimeout(context.WithoutCancel(ctx), maxLoadingTime)
		defer end()
		if err := c.takeSlot(ctx); err != nil {
			return nil, err
		}
		defer c.freeSlot()
		return c.read(ctx, h, number, want(only), c.loadedPart)
	})
	select {
	case <-waiting.Done():
		return nil, busy(number, waiting.Err())
	case r := <-result:
		if r.Err != nil {
			return nil, busy(number, r.Err)
		}
		parts, _ := r.Val.([]ledger.Part)
		return parts, nil
	}
}

// read reads what is needed of a release and is not there yet.
func (c *Cache) read(ctx context.Context, h *History, number int, need wanted, there func(csv, schema release.File) (ledger.Part, bool)) ([]ledger.Part, error) {
	var before []ledger.Part
	loaded := func(csv, schema release.File) (ledger.Part, bool) {
		if p, ok := find(before, keyOf(csv, schema)); ok {
			return p, true
		}
		return there(csv, schema)
	}
	for {
		parts, err := c.repository.Parts(ctx, h.History, number, need.has, loaded)
		if err != nil || !need.follow(parts) {
			return parts, err
		}
		before = parts
	}
}

// keep makes a release of what was read and keeps that, unless something of it was
// withdrawn meanwhile. The release that was asked for last is kept however large
// it is.
func (c *Cache) keep(h *History, number int, only []string, parts []ledger.Part) (*release.Release, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.anyOutdated(parts) {
		return nil, nil //nolint:nilnil // it has to be read again
	}
	rel, err := h.Assemble(number, parts)
	if err != nil {
		return nil, busy(number, err)
	}
	c.remember(parts)
	c.last = lastRelease{whole{rel, parts}, only}
	return rel, nil
}

// lastRelease is the past release that was read last, or what of it was needed.
type lastRelease struct {
	whole

	only []string
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
