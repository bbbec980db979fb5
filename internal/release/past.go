package release

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Dataset returns one dataset of a release whose time has come, without reading
// the rest of the release and without keeping it: a walk through the history of
// a dataset costs the readers of whole releases nothing. It returns false if
// the release does not have the dataset or the law took it away.
func (s *Shelf) Dataset(ctx context.Context, number int, id string, now time.Time) (*Set, bool, error) {
	for range maxReads {
		s.mu.Lock()
		rel, history := s.loaded[number], s.history
		s.mu.Unlock()
		if _, ok := history.Number(number, now); !ok {
			return nil, false, nil
		}
		if rel != nil || s.repository == nil {
			set, ok := rel.find(id)
			return set, ok, nil
		}
		part, err := s.fetchPart(ctx, history, number, id)
		if err != nil {
			return nil, false, err
		}
		if s.lawful(part) {
			set, ok := part.Set(id)
			return set, ok, nil
		}
	}
	return nil, false, vanishing()
}

// fetchPart reads a release as if it had one dataset only. It takes its turn
// with the readers of whole releases, because a dataset may be as large.
func (s *Shelf) fetchPart(ctx context.Context, h *History, number int, id string) (*Release, error) {
	rel := &Release{}
	files := h.manifests[number-1].Files
	i := slices.IndexFunc(files, func(f File) bool { return f.Dataset == id })
	if i < 0 || i+1 == len(files) {
		return rel, nil
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	if err := s.sit(ctx); err != nil {
		return nil, busy(number, err)
	}
	defer s.rise()
	withdrawn, err := s.repository.store.List(ctx, withdrawnPrefix, "")
	if err != nil {
		return nil, busy(number, fmt.Errorf("listing what was withdrawn: %w", err))
	}
	if err := rel.add([]part{s.repository.readPart(ctx, withdrawn, files[i], files[i+1], s.here)}); err != nil {
		return nil, busy(number, err)
	}
	return rel, nil
}

// lawful reports whether nothing of what was read was withdrawn meanwhile.
func (s *Shelf) lawful(rel *Release) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.outlawed(rel)
}

// Withdrawals names what was withdrawn as far as it is known here. What is made
// from several releases must be made anew when it changes.
func (s *Shelf) Withdrawals() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.withdrawn)
}
