package api

import (
	"slices"
	"sync"

	"golang.org/x/sync/singleflight"
)

// memo keeps the last few results of something costly that many answers are
// made from. A burst of one key computes it once; failures are not kept.
type memo[T any] struct {
	mu     sync.Mutex
	most   int
	recent []string // keys, most recently used last
	values map[string]T
	flight singleflight.Group
}

func newMemo[T any](most int) *memo[T] {
	return &memo[T]{most: most, values: make(map[string]T)}
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
	if _, ok := m.values[key]; !ok {
		m.recent = append(m.recent, key)
	}
	m.values[key] = value
	if len(m.recent) > m.most {
		delete(m.values, m.recent[0])
		m.recent = slices.Delete(m.recent, 0, 1)
	}
}
