package api

import (
	"container/list"
	"sync"
)

// lru keeps values, as many of those used last as fit. The last one stays
// however large it is, unless it is none to keep.
type lru[K comparable, V any] struct {
	mu      sync.Mutex
	most    int            // of all sizes
	size    func(K, V) int // of a value
	refuse  func(V) bool   // what is not to be kept; nil: everything is
	used    int
	order   *list.List // of *kept, most recently used first
	entries map[K]*list.Element
}

type kept[K comparable, V any] struct {
	key   K
	value V
	size  int
}

func newLRU[K comparable, V any](most int, size func(K, V) int) lru[K, V] {
	return lru[K, V]{most: most, size: size, order: list.New(), entries: make(map[K]*list.Element)}
}

func (l *lru[K, V]) lookup(key K) (value V, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	el := l.entries[key]
	if el == nil {
		return value, false
	}
	l.order.MoveToFront(el)
	e, ok := el.Value.(*kept[K, V])
	return e.value, ok
}

// add keeps a value; one that is there already stays.
func (l *lru[K, V]) add(key K, value V) {
	if l.refuse != nil && l.refuse(value) {
		return
	}
	e := &kept[K, V]{key, value, l.size(key, value)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.entries[key] != nil {
		return
	}
	l.entries[key] = l.order.PushFront(e)
	l.used += e.size
	for l.used > l.most && l.order.Len() > 1 {
		l.evict()
	}
}

func (l *lru[K, V]) evict() {
	e, ok := l.order.Remove(l.order.Back()).(*kept[K, V])
	if !ok {
		return
	}
	delete(l.entries, e.key)
	l.used -= e.size
}
