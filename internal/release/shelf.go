package release

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// maxShelved bounds the past releases that are kept in memory beside the
// current and pending ones.
const maxShelved = 4

// Shelf gives out releases by instant or number. It holds the history it has
// seen last and the releases that are asked for; what is current and what is
// pending is read ahead, so that a switch costs nothing. Many goroutines may
// use it.
type Shelf struct {
	repository *Repository // nil for a fixed history

	mu      sync.Mutex
	history *History
	loaded  map[int]*Release
	ahead   []int // the current release and the pending ones
	recent  []int // releases asked for, most recently used last
	trouble error // why the last refresh failed

	withdrawn []string // names of the withdrawals seen last, in order

	seen    time.Time          // when the last refresh that succeeded began
	desk    sync.Mutex         // held by the one reading of a past release
	reading singleflight.Group // a release is read once, however many ask
}

// NewShelf reads the history of a repository and its current release. It fails
// if nothing was published or anything does not verify.
func NewShelf(ctx context.Context, r *Repository, now time.Time) (*Shelf, error) {
	s := &Shelf{repository: r, history: Empty(), loaded: make(map[int]*Release)}
	if err := s.Refresh(ctx, now); err != nil {
		return nil, err
	}
	if len(s.history.entries) == 0 {
		return nil, fault.New(fault.Unavailable, lang.T("保管場所に公表がありません", "nothing was published in the store"),
			lang.T("opendata publish --source embedded --store URL --reason initial で最初の公表をしてください", "make the first release with opendata publish --source embedded --store URL --reason initial"))
	}
	return s, nil
}

// Fixed returns a shelf that holds one release for ever.
func Fixed(rel *Release) (*Shelf, error) {
	m, err := ParseManifest(rel.Manifest)
	if err != nil {
		return nil, err
	}
	log, err := NewLog([]Entry{{Number: 1, Kind: Published, Effective: rel.Effective, SHA256: rel.Hash}})
	if err != nil {
		return nil, err
	}
	return &Shelf{
		history: &History{Log: log, manifests: []record{{Manifest: m, data: rel.Manifest}}},
		loaded:  map[int]*Release{1: rel}, ahead: []int{1},
	}, nil
}

// Refresh looks for new entries, verifies them, and reads ahead what is or
// will be current. If anything is wrong the shelf stays as it was and Trouble
// says why.
func (s *Shelf) Refresh(ctx context.Context, now time.Time) error {
	if s.repository == nil {
		return nil
	}
	err := s.refresh(ctx, now)
	s.mu.Lock()
	s.trouble = err
	s.mu.Unlock()
	return err
}

func (s *Shelf) refresh(ctx context.Context, now time.Time) error {
	old := s.History()
	h, err := s.repository.Extend(ctx, old)
	if err != nil {
		return err
	}
	ahead := h.Pending(now)
	if e, ok := h.At(now); ok {
		ahead = append(ahead, e)
	}
	withdrawn, err := s.repository.store.List(ctx, withdrawnPrefix, "")
	if err != nil {
		return fmt.Errorf("listing what was withdrawn: %w", err)
	}
	for _, e := range ahead {
		if err := s.readAhead(ctx, h, e.Number); err != nil {
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.history, s.withdrawn, s.seen = h, withdrawn, now
	maps.DeleteFunc(s.loaded, func(_ int, rel *Release) bool { return s.outlawed(rel) })
	s.ahead = s.ahead[:0]
	for _, e := range ahead {
		s.ahead = append(s.ahead, e.Number)
	}
	s.tidy()
	return nil
}

// readAhead reads a release that is or will be current. It stays on the shelf
// even if another one cannot be read, so that the next refresh need not begin
// again; until then nothing points to it.
func (s *Shelf) readAhead(ctx context.Context, h *History, number int) error {
	if s.has(number) {
		return nil
	}
	rel, err := s.repository.Release(ctx, h, number)
	if err != nil {
		return fmt.Errorf("reading release %d: %w", number, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loaded[number] = rel
	s.ahead = append(s.ahead, number)
	return nil
}

// Seen returns when the store was last found as it should be: what was current
// until then is known for good. A fixed history is known for ever.
func (s *Shelf) Seen(now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.repository == nil {
		return now
	}
	return s.seen
}

// tidy forgets releases that are neither ahead nor recently asked for.
func (s *Shelf) tidy() {
	for number := range s.loaded {
		if !slices.Contains(s.recent, number) && !slices.Contains(s.ahead, number) {
			delete(s.loaded, number)
		}
	}
}

// outlawed reports whether a release holds bytes that were withdrawn after it
// was read. What is current or pending is never withdrawn.
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

func (s *Shelf) has(number int) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.loaded[number] != nil
}

// History returns the history as it was seen last.
func (s *Shelf) History() *History {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.history
}

// Trouble returns why the last refresh failed, nil if it did not.
func (s *Shelf) Trouble() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.trouble
}

// At returns the release that is current at t.
func (s *Shelf) At(ctx context.Context, t time.Time) (*Release, error) {
	e, ok := s.History().At(t)
	if !ok {
		return nil, fault.New(fault.NotFound, lang.T("その時点では何も公表されていません", "nothing was published at that time"),
			lang.T("公表の一覧 /api/v1/releases を見てください", "see the list of releases at /api/v1/releases"))
	}
	return s.get(ctx, e.Number)
}

// Number returns the release with that number, if its time has come.
func (s *Shelf) Number(ctx context.Context, number int, now time.Time) (*Release, error) {
	e, ok := s.History().Number(number, now)
	if !ok {
		return nil, fault.New(fault.NotFound, lang.T(fmt.Sprintf("公表 %d はありません", number), fmt.Sprintf("there is no release %d", number)),
			lang.T("公表の一覧 /api/v1/releases を見てください", "see the list of releases at /api/v1/releases"))
	}
	return s.get(ctx, e.Number)
}

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
	return nil, fault.New(fault.Unavailable, lang.T("内容の一部がいま取り下げられています", "part of it is being withdrawn right now"),
		lang.T("もう一度お試しください", "try again"))
}

// maxReads bounds how often a release is read again because something of it was
// withdrawn meanwhile.
const maxReads = 3

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

// fetch reads a past release: each once however many ask, and one at a time,
// because each may be large.
func (s *Shelf) fetch(ctx context.Context, h *History, number, withdrawn int) (*Release, error) {
	busy := fault.New(fault.Unavailable, lang.T(fmt.Sprintf("公表 %d をいま読み込めません", number), fmt.Sprintf("release %d cannot be read right now", number)),
		lang.T("しばらくしてもう一度お試しください", "try again in a while"))
	result := s.reading.DoChan(fmt.Sprintf("%s %d", h.entries[number-1].SHA256, withdrawn), func() (any, error) {
		s.desk.Lock()
		defer s.desk.Unlock()
		return s.repository.Release(context.WithoutCancel(ctx), h, number)
	})
	select {
	case <-ctx.Done():
		return nil, busy.Because(ctx.Err())
	case r := <-result:
		if r.Err != nil {
			return nil, busy.Because(r.Err)
		}
		rel, _ := r.Val.(*Release)
		return rel, nil
	}
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
