// Package cache keeps values that are costly to make in memory, as many as fit.
//
// It promises that the sizes of what is kept stay within a limit, that the least
// recently used value leaves first, and that a burst of requests for one key
// computes it once. It refuses to know what a value is. It imports nothing of ours;
// delivery, api and releasecache use it.
package cache

import (
	"container/list"
	"sync"
)

// Options say what a cache keeps.
type Options[K comparable, V any] struct {
	Limit int            // of the sum of all sizes
	Size  func(K, V) int // of a value with its key
	Keep  func(V) bool   // whether a value is kept at all; nil: every value is
}

// LRU keeps the most recently used values that fit. The last one stays however
// large it is, unless Keep refuses it.
type LRU[K comparable, V any] struct {
	options Options[K, V]
	mu      sync.Mutex
	used    int
	order   *list.List // of *entry, most recently used first
	entries map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key   K
	value V
	size  int
}

// NewLRU returns an empty cache.
func NewLRU[K comparable, V any](o Options[K, V]) *LRU[K, V] {
	return &LRU[K, V]{options: o, order: list.New(), entries: make(map[K]*list.Element)}
}

// Get returns the value of a key, false if it is not kept.
func (l *LRU[K, V]) Get(key K) (value V, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	el := l.entries[key]
	if el == nil {
		return value, false
	}
	l.order.MoveToFront(el)
	e, ok := el.Value.(*entry[K, V])
	return e.value, ok
}

// Add keeps a value, in the place of one that is there already.
func (l *LRU[K, V]) Add(key K, value V) {
	if l.options.Keep != nil && !l.options.Keep(value) {
		return
	}
	e := &entry[K, V]{key, value, l.options.Size(key, value)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if el := l.entries[key]; el != nil {
		l.remove(el)
	}
	l.entries[key] = l.order.PushFront(e)
	l.used += e.size
	for l.used > l.options.Limit && l.order.Len() > 1 {
		l.remove(l.order.Back())
	}
}

func (l *LRU[K, V]) remove(el *list.Element) {
	e, ok := l.order.Remove(el).(*entry[K, V])
	if !ok {
		return
	}
	delete(l.entries, e.key)
	l.used -= e.size
}

// Used returns how many values are kept and the sum of their sizes.
func (l *LRU[K, V]) Used() (values, size int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.entries), l.used
}
