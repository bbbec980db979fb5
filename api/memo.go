package api

import "golang.org/x/sync/singleflight"

// memo keeps the results of something costly that many answers are made from, as
// many of those used last as fit. A burst of one key computes it once; failures
// are not kept.
type memo[T any] struct {
	lru[string, T]

	flight singleflight.Group
}

func newMemo[T any](most int, size func(T) int) *memo[T] {
	return &memo[T]{lru: newLRU(most, func(_ string, value T) int { return size(value) })}
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
