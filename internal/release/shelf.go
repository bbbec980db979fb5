package release

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// Shelf gives out releases by instant or number. It holds the history it has
// seen last and the releases that are asked for; what is current and what is
// pending is read ahead, so that a switch costs nothing. Many goroutines may
// use it.
//
// A release that is or will be current is given out only when all of it could
// be read, and only if the log was read shortly before its instant: until then
// it may have been cancelled (History.read). Before that it counts as pending:
// when its instant comes, the release before it stays, every answer names that
// one, and Seen does not go past the instant, so that no answer for the time
// after it is taken for final. Trouble says why, each Refresh tries again, and
// all other news goes on.
type Shelf struct {
	repository *Repository // nil for a fixed history
	round      sync.Mutex  // held by the one Poll

	mu       sync.Mutex
	history  *History
	loaded   map[int]*Release
	ahead    []int            // the current release and the pending ones
	recent   []int            // releases asked for, most recently used last
	blind    error            // why the last poll failed
	attempts map[int]*attempt // to read releases ahead

	withdrawn []string // names of the withdrawals seen last, in order

	polled  time.Time          // when the last poll that did not fail began
	seen    time.Time          // until when it is known for good what was current
	desk    chan struct{}      // has a place for the one reading of past bytes
	reading singleflight.Group // a release is read once, however many ask
}

// NewShelf reads the history of a repository and its current release. It fails
// if nothing was published or any of this does not verify. A pending release
// that cannot be read is no reason to fail: Trouble tells of it.
func NewShelf(ctx context.Context, r *Repository, now time.Time) (*Shelf, error) {
	s := &Shelf{repository: r, history: Empty(), attempts: make(map[int]*attempt), loaded: make(map[int]*Release), desk: make(chan struct{}, 1)}
	err := s.Refresh(ctx, now)
	current, ok := s.history.Log.At(now)
	switch {
	case err != nil && (len(s.history.entries) == 0 || ok && s.loaded[current.Number] == nil):
		return nil, err
	case len(s.history.entries) == 0:
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

// Seen returns until when it is known for good what was current: when the store
// was last seen, but not past the instant of a release that could not be read.
// A fixed history is known for ever.
func (s *Shelf) Seen(now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.repository == nil {
		return now
	}
	return s.seen
}

// History returns the history as it was seen last. A release that could not be
// read is pending in it, even after its instant.
func (s *Shelf) History() *History {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.history
}

// Trouble returns what could not be read the last time, or not in time; nil if
// nothing.
func (s *Shelf) Trouble() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	troubles := []error{s.blind}
	for _, number := range slices.Sorted(maps.Keys(s.attempts)) {
		a := s.attempts[number]
		if a.err == nil && !s.history.entries[number-1].Effective.After(s.polled) {
			troubles = append(troubles, fmt.Errorf("release %d is still being read, although its time has come", number))
		}
		troubles = append(troubles, a.err)
	}
	return errors.Join(troubles...)
}

// At returns the release that is current at t; of what could be read, that is.
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
