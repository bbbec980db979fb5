package release

import (
	"context"
	"fmt"
	"slices"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Bounds of the past releases that are kept in memory beside the current and
// pending ones. The one asked for last stays however large it is.
const (
	maxShelved      = 4
	maxShelvedBytes = 128 << 20 // of canonical files
)

// Bounds of reading a past release.
const (
	patience   = 10 * time.Second // of whoever asks for it
	maxReading = time.Minute      // of what is read for whoever asks again
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
// because each may be large. Nobody waits for it for ever, and it does not keep
// the others out for ever.
func (s *Shelf) fetch(ctx context.Context, h *History, number, withdrawn int) (*Release, error) {
	waiting, stop := context.WithTimeout(ctx, patience)
	defer stop()
	result := s.reading.DoChan(fmt.Sprintf("%s %d", h.entries[number-1].SHA256, withdrawn), func() (any, error) {
		ctx, end := context.WithTimeout(context.WithoutCancel(ctx), maxReading)
		defer end()
		if err := s.sit(ctx); err != nil {
			return nil, err
		}
		defer s.rise()
		return s.repository.release(ctx, h, number, s.here)
	})
	select {
	case <-waiting.Done():
		return nil, busy(number, waiting.Err())
	case r := <-result:
		if r.Err != nil {
			return nil, busy(number, r.Err)
		}
		rel, _ := r.Val.(*Release)
		return rel, nil
	}
}

// sit waits for the place at the desk, where past bytes are read; rise leaves
// it to the next.
func (s *Shelf) sit(ctx context.Context) error {
	select {
	case s.desk <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Shelf) rise() { <-s.desk }

// here returns a set with these files of a release that is here, or of one
// that could be read in part.
func (s *Shelf) here(csv, schema File) (*Set, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, rel := range s.loaded {
		if set, ok := rel.made(csv, schema); ok {
			return set, true
		}
	}
	for _, a := range s.attempts {
		if set, ok := a.part.made(csv, schema); ok {
			return set, true
		}
	}
	return nil, false
}

// made returns the set that was made of these files.
func (r *Release) made(csv, schema File) (*Set, bool) {
	if r == nil {
		return nil, false
	}
	i := slices.IndexFunc(r.Sets, func(s Set) bool { return s.CSVFile.same(csv) && s.SchemaFile.same(schema) })
	if i < 0 {
		return nil, false
	}
	return &r.Sets[i], true
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
// is judged how much memory it takes. What it shares with other releases counts
// as if it did not.
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
	gone := func(f File) bool {
		_, ok := slices.BinarySearch(s.withdrawn, withdrawnName(f.SHA256))
		return ok
	}
	return slices.ContainsFunc(rel.Remains, gone) ||
		slices.ContainsFunc(rel.Sets, func(set Set) bool { return gone(set.CSVFile) || gone(set.SchemaFile) })
}
