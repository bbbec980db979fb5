package api

import (
	"container/list"
	"sync"

	"golang.org/x/sync/singleflight"
)

const (
	cacheBytes    = 32 << 20
	maxCachedBody = 4 << 20 // larger answers are made for whoever asks
	entryBytes    = 1 << 10 // of an entry beside its texts, at most
)

// cache keeps computed answers of the release, the least recently used leaving
// first. A burst of one request computes it once.
type cache struct {
	mu      sync.Mutex
	limit   int
	used    int
	order   *list.List // of *entry, most recently used first
	entries map[string]*list.Element
	flight  singleflight.Group
}

type entry struct {
	key     string
	payload *payload
	size    int
}

func newCache(limit int) *cache {
	return &cache{limit: limit, order: list.New(), entries: make(map[string]*list.Element)}
}

// get returns the payload under key, making it if it is not there.
func (c *cache) get(key string, build func() (*payload, error)) (*payload, error) {
	if p, ok := c.lookup(key); ok {
		return p, nil
	}
	v, err, _ := c.flight.Do(key, func() (any, error) {
		// Whoever missed before an earlier flight landed finds it here.
		if p, ok := c.lookup(key); ok {
			return p, nil
		}
		p, err := build()
		if err == nil {
			c.add(key, p)
		}
		return p, err
	})
	if err != nil {
		return nil, err
	}
	p, ok := v.(*payload)
	if !ok {
		return nil, errNotPayload
	}
	return p, nil
}

func (c *cache) lookup(key string) (*payload, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	el, ok := c.entries[key]
	if !ok {
		return nil, false
	}
	c.order.MoveToFront(el)
	e, ok := el.Value.(*entry)
	if !ok {
		return nil, false
	}
	return e.payload, true
}

func (c *cache) add(key string, p *payload) {
	if len(p.body) > maxCachedBody {
		return
	}
	// Text compresses to less than half, so twice the body covers both codings.
	size := 2*len(p.body) + len(key) + entryBytes
	for _, link := range p.links {
		size += len(link)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; ok {
		return
	}
	c.entries[key] = c.order.PushFront(&entry{key: key, payload: p, size: size})
	c.used += size
	for c.used > c.limit {
		c.evict()
	}
}

func (c *cache) evict() {
	last := c.order.Back()
	e, ok := c.order.Remove(last).(*entry)
	if !ok {
		return
	}
	delete(c.entries, e.key)
	c.used -= e.size
}
