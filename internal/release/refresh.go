package release

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Refresh looks for new entries and withdrawals, verifies them, and reads ahead
// what is or will be current. If the log or the withdrawals cannot be read, the
// shelf stays as it was; if a release cannot, that release is held back. Trouble
// says why.
func (s *Shelf) Refresh(ctx context.Context, now time.Time) error {
	if s.repository == nil {
		return nil
	}
	s.round.Lock()
	defer s.round.Unlock()
	err := s.refresh(ctx, now)
	s.mu.Lock()
	s.trouble = err
	s.mu.Unlock()
	return err
}

func (s *Shelf) refresh(ctx context.Context, now time.Time) error {
	h, err := s.repository.Extend(ctx, s.History())
	if err != nil {
		return err
	}
	withdrawn, err := s.repository.store.List(ctx, withdrawnPrefix, "")
	if err != nil {
		return fmt.Errorf("listing what was withdrawn: %w", err)
	}
	var troubles []error
	unread := s.learn(h, withdrawn, now)
	clear(s.failed)
	current := 0 // the newest one read of those whose time has come
	for _, e := range unread {
		past := !e.Effective.After(now)
		if past && e.Number < current {
			continue
		}
		rel, err := s.repository.Release(ctx, h, e.Number)
		if err != nil {
			troubles = append(troubles, fmt.Errorf("reading release %d: %w", e.Number, err))
			s.failed[e.Number] = true
			if ctx.Err() != nil { // it took all the time there was
				break
			}
			continue
		}
		if past {
			current = e.Number
		}
		s.shelve(rel, past, now)
	}
	return errors.Join(troubles...)
}

// learn takes over what is new before anything is read, because a release that
// is slow or impossible to read must not hold up the rest. It returns what is
// to be read now, and holds back what of it was never given out.
func (s *Shelf) learn(h *History, withdrawn []string, now time.Time) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.withdrawn = withdrawn
	maps.DeleteFunc(s.loaded, func(_ int, rel *Release) bool { return s.outlawed(rel) })
	old, unread := s.history, s.unread(h, now)
	held := make(map[int]bool)
	for _, e := range unread {
		if !old.given(e.Number) {
			held[e.Number] = true
		}
	}
	s.history = h.holding(held)
	s.arrange(now)
	// What failed the last time comes last: it may take all the time again.
	slices.SortStableFunc(unread, func(a, b Entry) int { return cmp.Compare(s.rank(a), s.rank(b)) })
	return unread
}

// rank is 1 for a release that could not be read by the last refresh, else 0.
func (s *Shelf) rank(e Entry) int {
	if s.failed[e.Number] {
		return 1
	}
	return 0
}

// unread returns the releases to read ahead: of those whose time has come, the
// newest first, back to one that was given out; then the pending ones. At the
// start, nothing was given out, and only the current one will do.
func (s *Shelf) unread(h *History, now time.Time) []Entry {
	var list []Entry
	for _, e := range slices.Backward(h.Log.Released(now)) {
		if s.loaded[e.Number] == nil {
			list = append(list, e)
		}
		if s.history.given(e.Number) || len(s.history.entries) == 0 {
			break
		}
	}
	for _, e := range h.Log.Pending(now) {
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

// shelve gives out a release that was read ahead.
func (s *Shelf) shelve(rel *Release, past bool, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loaded[rel.Number] = rel
	s.history = s.history.releasing(rel.Number, past)
	s.arrange(now)
}

// arrange notes what follows from the history: what is ahead, what of it is
// certain, and what need not be kept.
func (s *Shelf) arrange(now time.Time) {
	s.ahead = s.ahead[:0]
	for _, e := range s.history.Pending(now) {
		s.ahead = append(s.ahead, e.Number)
	}
	if e, ok := s.history.At(now); ok {
		s.ahead = append(s.ahead, e.Number)
	}
	s.seen = s.history.certain(now)
	s.tidy()
}
