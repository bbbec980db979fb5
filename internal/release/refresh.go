package release

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// Refresh polls, and then reads ahead.
func (s *Shelf) Refresh(ctx context.Context, now time.Time) error {
	if err := s.Poll(ctx, now); err != nil {
		return err
	}
	return s.ReadAhead(ctx)
}

// Poll looks for new entries of the log and for withdrawals, and verifies them.
// It reads nothing else: news must not wait for data. If it fails, the shelf
// stays as it was, and Trouble says why. now is when it begins.
func (s *Shelf) Poll(ctx context.Context, now time.Time) error {
	if s.repository == nil {
		return nil
	}
	s.round.Lock()
	defer s.round.Unlock()
	var (
		both                sync.WaitGroup
		h                   *History
		withdrawn           []string
		notRead, notListed  error
		repository, history = s.repository, s.History()
	)
	both.Go(func() { h, notRead = repository.Extend(ctx, history) })
	both.Go(func() { withdrawn, notListed = repository.store.List(ctx, withdrawnPrefix, "") })
	both.Wait()
	if notListed != nil {
		notListed = fmt.Errorf("listing what was withdrawn: %w", notListed)
	}
	err := errors.Join(notRead, notListed)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.blind = err; err == nil {
		s.learn(h, withdrawn, now)
	}
	return err
}

// learn takes over what is new before anything is read, and holds back what of
// it was never given out.
func (s *Shelf) learn(h *History, withdrawn []string, now time.Time) {
	s.withdrawn, s.polled = withdrawn, now
	maps.DeleteFunc(s.loaded, func(_ int, rel *Release) bool { return s.outlawed(rel) })
	held := make(map[int]bool)
	for _, e := range s.unread(h) {
		if !s.history.given(e.Number) {
			held[e.Number] = true
		}
	}
	s.history = h.holding(held).read(now)
	s.arrange()
}

// attempt is the reading ahead of a release.
type attempt struct {
	running bool
	part    *Release // what was read of it before it failed
	err     error    // why it failed the last time
}

// ReadAhead reads what is or will be current and is not there yet. There is no
// limit to how long this may take: a store that does not get on says so itself.
// Several may read ahead at once, each another release, so that one that is
// slow does not keep the others waiting; a release that cannot be read is held
// back, what was read of it is kept for the next time, and Trouble says why.
func (s *Shelf) ReadAhead(ctx context.Context) error {
	tried := make(map[int]bool)
	for s.repository != nil && ctx.Err() == nil {
		number, h, ok := s.begin(tried)
		if !ok {
			break
		}
		tried[number] = true
		rel, err := s.repository.release(ctx, h, number, s.here)
		s.finish(number, rel, err)
	}
	return s.Trouble()
}

// begin chooses a release to read that nobody reads and that was not tried. What
// failed the last time comes last.
func (s *Shelf) begin(tried map[int]bool) (int, *History, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.DeleteFunc(s.unread(s.history), func(e Entry) bool {
		a := s.attempts[e.Number]
		return tried[e.Number] || a != nil && a.running
	})
	if len(list) == 0 {
		return 0, nil, false
	}
	rank := func(e Entry) int {
		if s.attempts[e.Number] != nil {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(list, func(a, b Entry) int { return cmp.Compare(rank(a), rank(b)) })
	number := list[0].Number
	if s.attempts[number] == nil {
		s.attempts[number] = &attempt{}
	}
	s.attempts[number].running = true
	return number, s.history, true
}

// finish gives out a release that was read ahead, or notes why it cannot be
// read. Nothing of it is given out if something of it was withdrawn meanwhile.
func (s *Shelf) finish(number int, rel *Release, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		part := s.attempts[number].part.joined(rel)
		s.attempts[number] = &attempt{part: part, err: fmt.Errorf("reading release %d: %w", number, err)}
		return
	}
	delete(s.attempts, number)
	if s.outlawed(rel) {
		return
	}
	s.loaded[number] = rel
	s.history = s.history.releasing(number, !rel.Effective.After(s.polled))
	s.arrange()
}

// unread returns the releases to read ahead: of those whose time has come, the
// newest first, back to one that was given out; then the pending ones. At the
// start, nothing was given out, and only the current one will do.
func (s *Shelf) unread(h *History) []Entry {
	var list []Entry
	for _, e := range slices.Backward(h.Log.Released(s.polled)) {
		if s.loaded[e.Number] == nil {
			list = append(list, e)
		}
		if s.history.given(e.Number) || len(s.history.entries) == 0 {
			break
		}
	}
	for _, e := range h.Log.Pending(s.polled) {
		if s.loaded[e.Number] == nil {
			list = append(list, e)
		}
	}
	return list
}

// given reports whether a history has a release and does not hold it back.
func (h *History) given(number int) bool {
	return number <= len(h.entries) && !h.held[number]
}

// arrange notes what follows from the history: what is ahead, what of it is
// certain, and what need not be kept.
func (s *Shelf) arrange() {
	s.ahead = s.ahead[:0]
	for _, e := range s.history.Pending(s.polled) {
		s.ahead = append(s.ahead, e.Number)
	}
	if e, ok := s.history.At(s.polled); ok {
		s.ahead = append(s.ahead, e.Number)
	}
	s.seen = s.history.certain(s.polled)
	unread := s.unread(s.history)
	maps.DeleteFunc(s.attempts, func(number int, a *attempt) bool {
		return !a.running && !slices.ContainsFunc(unread, func(e Entry) bool { return e.Number == number })
	})
	s.tidy()
}
