package cache

import "golang.org/x/sync/singleflight"

// Memo keeps the results of a costly computation by key. A burst of requests for
// one key computes it once; failures are not kept.
type Memo[V any] struct {
	*LRU[string, V]

	flight singleflight.Group
}

// NewMemo returns an empty memo.
func NewMemo[V any](o Options[string, V]) *Memo[V] { return &Memo[V]{LRU: NewLRU(o)} }

// Compute returns the result that is kept under a key, or computes it.
func (m *Memo[V]) Compute(key string, compute func() (V, error)) (V, error) {
	if value, ok := m.Get(key); ok {
		return value, nil
	}
	v, err, _ := m.flight.Do(key, func() (any, error) {
		// Who missed it before an earlier flight ended finds it here.
		if value, ok := m.Get(key); ok {
			return value, nil
		}
		value, err := compute()
		if err == nil {
			m.Add(key, value)
		}
		return value, err
	})
	value, _ := v.(V)
	return value, err
}
