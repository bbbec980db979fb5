package release

import (
	"context"
	"fmt"
	"slices"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Bounds of the past releases that are kept in memory beside the current and
// pending ones. The one asked for last stays however large it is.
const (
	maxShelved      = 4
	maxShelvedBytes = 128 << 20 // of canonical files
)

// maxReads bounds how often something is read again because it was withdrawn
// meanwhile.
const maxReads = 3

// get returns a release that the log named, reading it if need be.
func (s *Shelf) get(ctx context.Context, number int) (*Release, error) {
	for range maxReads {
		s.mu.Lock()
		rel, history, withdrawn := s.loaded[number], s.history, len(s.withdrawn)
		if rel != nil {
			s.use(number)
		}
		s.mu.Unlock()
		if rel != nil {
			return rel, nil
		}
		// One reading serves all that ask, but none that already know of a
		// withdrawal that came after it began.
		rel, err := s.fetch(ctx, history, number, withdrawn)
		if err != nil {
			return nil, err
		}
		if s.keep(number, rel) {
			return rel, nil
		}
	}
	return nil, vanishing()
}

// fetch reads a past release: each once however many ask, and one at a time,
// because each may be large.
func (s *Shelf) fetch(ctx context.Context, h *History, number, withdrawn int) (*Release, error) {
	result := s.reading.DoChan(fmt.Sprintf("%s %d", h.entries[number-1].SHA256, withdrawn), func() (any, error) {
		s.desk <- struct{}{}
		defer func() { <-s.desk }()
		return s.repository.Release(context.WithoutCancel(ctx), h, number)
	})
	select {
	case <-ctx.Done():
		return nil, busy(number, ctx.Err())
	case r := <-result:
		if r.Err != nil {
			return nil, busy(number, r.Err)
		}
		rel, _ := r.Val.(*Release)
		return rel, nil
	}
}

// busy says that a past release cannot be read, and why to the log.
func busy(number int, cause error) error {
	return fault.New(fault.Unavailable, lang.T(fmt.Sprintf("公表 %d をいま読み込めません", number), fmt.Sprintf("release %d cannot be read right now", number)),
		lang.T("しばらくしてもう一度お試しください", "try again in a while")).Because(cause)
}

// vanishing says that bytes were withdrawn again and again while they were read.
func vanishing() error {
	return fault.New(fault.Unavailable, lang.T("内容の一部がいま取り下げられています", "part of it is being withdrawn right now"),
		lang.T("もう一度お試しください", "try again"))
}

// keep shelves a release that was read, unless something of it was withdrawn
// meanwhile.
func (s *Shelf) keep(number int, rel *Release) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.outlawed(rel) {
		return false
	}
	s.loaded[number] = rel
	s.use(number)
	s.tidy()
	return true
}

// use notes that a release was asked for.
func (s *Shelf) use(number int) {
	if i := slices.Index(s.recent, number); i >= 0 {
		s.recent = slices.Delete(s.recent, i, i+1)
	}
	s.recent = append(s.recent, number)
	if len(s.recent) > maxShelved {
		s.recent = s.recent[len(s.recent)-maxShelved:]
	}
}

// tidy forgets releases that are neither ahead nor recently asked for, and of
// the latter those that do not fit.
func (s *Shelf) tidy() {
	room, first := maxShelvedBytes, true
	for i, number := range slices.Backward(s.recent) {
		rel := s.loaded[number]
		if rel == nil || slices.Contains(s.ahead, number) {
			continue
		}
		if room -= rel.size(); room < 0 && !first {
			s.recent = slices.Delete(s.recent, 0, i+1)
			break
		}
		first = false
	}
	for number := range s.loaded {
		if !slices.Contains(s.recent, number) && !slices.Contains(s.ahead, number) {
			delete(s.loaded, number)
		}
	}
}

// size is the number of bytes of the canonical files of a release, by which it
// is judged how much memory it takes.
func (r *Release) size() int {
	sum := 0
	for i := range r.Sets {
		sum += r.Sets[i].CSVFile.Bytes + r.Sets[i].SchemaFile.Bytes
	}
	return sum
}

// outlawed reports whether a release holds bytes that were withdrawn after it
// was read.
func (s *Shelf) outlawed(rel *Release) bool {
	for i := range s.withdrawn {
		for j := range rel.Sets {
			name := s.withdrawn[i]
			if name == withdrawnName(rel.Sets[j].CSVFile.SHA256) || name == withdrawnName(rel.Sets[j].SchemaFile.SHA256) {
				return true
			}
		}
	}
	return false
}
