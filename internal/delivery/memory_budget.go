package delivery

import (
	"context"
	"sync"
)

// memoryBudget is memory that streams share, in bytes. It is no
// semaphore.Weighted, which serves in order of arrival: a stream that holds little
// would wait behind one that waits for much.
type memoryBudget struct {
	mu    sync.Mutex
	limit int
	used  int
	freed chan struct{} // closed when some was released
}

func newMemoryBudget(limit int) *memoryBudget {
	return &memoryBudget{limit: limit, freed: make(chan struct{})}
}

// acquire waits until n bytes are free, or ctx ends. What is larger than the
// budget takes all of it.
func (m *memoryBudget) acquire(ctx context.Context, n int) error {
	for {
		freed, ok := m.tryAcquire(n)
		if ok {
			return nil
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// tryAcquire takes n bytes if they are free, and otherwise says what to wait for.
func (m *memoryBudget) tryAcquire(n int) (freed <-chan struct{}, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n = min(n, m.limit); m.used+n > m.limit {
		return m.freed, false
	}
	m.used += n
	return nil, true
}

// release gives n bytes back.
func (m *memoryBudget) release(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.used -= min(n, m.limit)
	close(m.freed)
	m.freed = make(chan struct{})
}
