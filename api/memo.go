package api

import (
	"slices"
	"sync"

	"golang.org/x/sync/singleflight"
)

// memo keeps the results of something costly that many answers are made from, as
// many of those used last as fit; the last one stays however large it is. A
// burst of one key computes it once; failures are not kept.
type memo[T any] struct {
	mu     sync.Mutex
	most   int         // of all sizes
	size   func(T) int // of a result
	used   int
	recent []string // keys, most recently used last
	values map[string]T
	flight singleflight.Group
}

func newMemo[T any](most int, size func(T) int) *memo[T] {
	return &memo[T]{most: most, size: size, values: make(map[string]T)}
}

func (m *memo[T]) get(key string, compute func() (T, error)) (T, error) {
	if value, ok := m.lookup(key); ok {
		return value, nil
	}
	v, err, _ := m.flight.Do(key, func() (any, error) {
		// Whoever missed before an earlier flight landed finds it here.
		if value, ok := m.lookup(key); ok {
			return value, nil
		}
		value, err := compute()
		if err == nil {
			m.add(key, value)
		}
		return value, err
	})
	value, _ := v.(T)
	return value, err
}

func (m *memo[T]) lookup(key string) (T, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	value, ok := m.values[key]
	if i := slices.Index(m.recent, key); i >= 0 {
		m.recent = append(slices.Delete(m.recent, i, i+1), key)
	}
	return value, ok
}

func (m *memo[T]) add(key string, value T) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.recent, m.values[key] = append(m.recent, key), value
	m.used += m.size(value)
	for m.used > m.most && len(m.recent) > 1 {
		oldest := m.recent[0]
		m.used -= m.size(m.values[oldest])
		delete(m.values, oldest)
		m.recent = slices.Delete(m.recent, 0, 1)
	}
}
