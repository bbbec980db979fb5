package api

import (
	"context"
	"sync"
)

// room is memory that answers share, in bytes. Who asks for little passes who
// waits for much.
type room struct {
	mu    sync.Mutex
	most  int
	used  int
	freed chan struct{} // closed when some was given back
}

func newRoom(most int) *room { return &room{most: most, freed: make(chan struct{})} }

// take waits until there is room for n bytes, or ctx ends. What is larger than
// all takes all.
func (r *room) take(ctx context.Context, n int) error {
	for {
		freed, ok := r.try(n)
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

// try takes n bytes if there is room, and otherwise says what to wait for.
func (r *room) try(n int) (freed <-chan struct{}, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n = min(n, r.most); r.used+n > r.most {
		return r.freed, false
	}
	r.used += n
	return nil, true
}

// give gives n bytes back.
func (r *room) give(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.used -= min(n, r.most)
	close(r.freed)
	r.freed = make(chan struct{})
}
