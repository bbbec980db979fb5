package delivery

import (
	"context"
	"slices"
	"sync"
	"time"
)

// slots are how many computations run at once. The addresses that wait take turns:
// however many ask for one of them, who asks for another is next.
type slots struct {
	mu      sync.Mutex
	free    int
	waiting map[string][]chan struct{} // by address, in order of arrival; closed when admitted
	turns   []string                   // addresses that wait, the next one first
}

func newSlots(n int) *slots { return &slots{free: n, waiting: make(map[string][]chan struct{})} }

// acquire waits for a slot until ctx ends; a free one it takes in any case.
func (s *slots) acquire(ctx context.Context, address string) error {
	admitted := s.enqueue(address)
	if admitted == nil {
		return nil
	}
	select {
	case <-admitted:
		return nil
	case <-ctx.Done():
		return s.giveUp(ctx, address, admitted)
	}
}

// enqueue takes a free slot, or else says what to wait for.
func (s *slots) enqueue(address string) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.free > 0 {
		s.free--
		return nil
	}
	admitted := make(chan struct{})
	if s.waiting[address] == nil {
		s.turns = append(s.turns, address)
	}
	s.waiting[address] = append(s.waiting[address], admitted)
	return admitted
}

// giveUp leaves the queue. Who has been admitted meanwhile is admitted.
func (s *slots) giveUp(ctx context.Context, address string, admitted chan struct{}) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	queue := s.waiting[address]
	i := slices.Index(queue, admitted)
	if i < 0 {
		return nil
	}
	if len(queue) > 1 {
		s.waiting[address] = slices.Delete(queue, i, i+1)
		return ctx.Err()
	}
	delete(s.waiting, address)
	s.turns = slices.DeleteFunc(s.turns, func(other string) bool { return other == address })
	return ctx.Err()
}

// release gives a slot to the first who waits for the next address.
func (s *slots) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.turns) == 0 {
		s.free++
		return
	}
	address := s.turns[0]
	queue := s.waiting[address]
	close(queue[0])
	s.turns = s.turns[1:]
	if len(queue) == 1 {
		delete(s.waiting, address)
		return
	}
	s.waiting[address] = queue[1:]
	s.turns = append(s.turns, address)
}

// acquireWithin waits for a slot for some time at most.
func (s *slots) acquireWithin(ctx context.Context, wait time.Duration, address string) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	return s.acquire(ctx, address)
}
