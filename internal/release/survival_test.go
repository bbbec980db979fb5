package release_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

var errInjected = errors.New("injected failure")

// failing is a store of which the operation numbered left fails, before it has
// an effect or after; with dead all later ones fail, too, as of a publisher
// that was killed.
type failing struct {
	store.Store
	mu    sync.Mutex
	left  int
	after bool
	dead  bool
}

// fails counts an operation, does it if it has an effect, and says whether it
// fails.
func (f *failing) fails(do func() error) error {
	f.mu.Lock()
	f.left--
	left := f.left
	f.mu.Unlock()
	switch {
	case left == 0 && f.after:
		return errors.Join(errInjected, do())
	case left == 0 || left < 0 && f.dead:
		return errInjected
	}
	return do()
}

func (f *failing) Create(ctx context.Context, name string, data []byte) error {
	return f.fails(func() error { return f.Store.Create(ctx, name, data) })
}

func (f *failing) Delete(ctx context.Context, name string) error {
	return f.fails(func() error { return f.Store.Delete(ctx, name) })
}

func (f *failing) Get(ctx context.Context, name string) (data []byte, err error) {
	err = f.fails(func() error {
		data, err = f.Store.Get(ctx, name)
		return err
	})
	return data, err
}

func (f *failing) List(ctx context.Context, prefix, after string) (names []string, err error) {
	err = f.fails(func() error {
		names, err = f.Store.List(ctx, prefix, after)
		return err
	})
	return names, err
}

func TestAPublisherThatFailsAtAnyOperationLeavesTheOldOrTheNewLog(t *testing.T) {
	if testing.Short() {
		t.Skip("publishes once for every operation that can fail")
	}
	for _, test := range []struct {
		name        string
		after, dead bool
	}{
		{"an operation fails without effect", false, false},
		{"an operation has its effect and the answer is lost", true, false},
		{"killed before an operation", false, true},
		{"killed after an operation", true, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, where := range []struct {
				name string
				open func(*testing.T) store.Store
			}{
				{"a folder", func(t *testing.T) store.Store { t.Helper(); return folder(t) }},
				{"gofakes3", func(t *testing.T) store.Store { t.Helper(); return fake(t) }},
			} {
				t.Run(where.name, func(t *testing.T) {
					failed := 0
					for survive(t, where.open(t), &failing{left: failed + 1, after: test.after, dead: test.dead}) {
						failed++
					}
					t.Logf("%d operations failed", failed)
					if failed < 15 {
						t.Errorf("only %d operations failed", failed)
					}
				})
			}
		})
	}
}

// survive publishes a second release on a store that fails, and checks what is
// left. It reports whether the failure happened.
func survive(t *testing.T, s store.Store, f *failing) bool {
	t.Helper()
	l := newLab(t, s)
	l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
	shelf, err := release.NewShelf(t.Context(), l.repo, l.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	operation := f.left
	f.Store = s
	broken := &lab{t: t, store: f, repo: release.NewRepository(f), clock: l.clock}
	made, err := broken.try(release.Proposal{Sources: version(t, 2), Reason: release.Correction})
	happened := f.left <= 0
	l.clock.pass(time.Minute)

	entries := len(l.history().Entries())
	if err == nil && (entries != 2 || made.Number != 2) || err != nil && entries != 1 && entries != 2 || err != nil && !happened {
		t.Fatalf("operation %d: %d entries, %v", operation, entries, err)
	}
	if report := l.sound(); entries == 2 && (report.Leftovers != nil || report.Unlogged != nil) {
		t.Errorf("operation %d: %v and %v are left over", operation, report.Leftovers, report.Unlogged)
	}
	serves(t, l, shelf, entries)
	if entries == 1 {
		l.publish(release.Proposal{Sources: version(t, 2), Reason: release.Correction})
		serves(t, l, shelf, 2)
	}
	l.publish(release.Proposal{Sources: version(t, 3), Reason: release.Correction})
	serves(t, l, shelf, 3)
	l.sound()
	return happened
}

// serves refreshes a shelf and checks which release it serves.
func serves(t *testing.T, l *lab, shelf *release.Shelf, number int) {
	t.Helper()
	if err := shelf.Refresh(t.Context(), l.clock.now()); err != nil {
		t.Fatal(err)
	}
	r, err := shelf.At(t.Context(), l.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	set, _ := r.Set("trees")
	if got, want := set.Table.Text(1, 0), fmt.Sprintf("%d.5", number); r.Number != number || got != want {
		t.Errorf("release %d with %s is served, want %d with %s", r.Number, got, number, want)
	}
}

func TestCancellingThatFailsAtAnyOperationLeavesTheOldOrTheNewLog(t *testing.T) {
	for _, after := range []bool{false, true} {
		for operation := 1; ; operation++ {
			s := newMemory()
			l := newLab(t, s)
			l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial, Effective: l.clock.now().Add(time.Hour)})
			f := &failing{Store: s, left: operation, after: after, dead: true}
			_, err := release.NewRepository(f).Cancel(t.Context(), 1, "", l.clock.now)
			if f.left > 0 && err == nil {
				t.Logf("%d operations failed", operation-1)
				break
			}
			l.sound()
			if got := len(l.history().Entries()); got != 1 && got != 2 {
				t.Errorf("operation %d: %d entries", operation, got)
			} else if got == 1 {
				if _, err := l.repo.Cancel(t.Context(), 1, "", l.clock.now); err != nil {
					t.Errorf("operation %d: %v", operation, err)
				}
			}
		}
	}
}

func TestOfManyPublishersOneWinsEachNumber(t *testing.T) {
	if testing.Short() {
		t.Skip("races many publishers; the store package races its writers")
	}
	for _, publishers := range []int{2, 20} {
		t.Run(fmt.Sprintf("%d publishers", publishers), func(t *testing.T) {
			everywhere(t, func(t *testing.T, s store.Store) {
				t.Helper()
				l := newLab(t, s)
				for round := 1; round <= 4; round++ {
					l.compete(round, publishers)
					l.clock.pass(time.Minute)
				}
				if report := l.sound(); report.Entries != 4 {
					t.Errorf("got %+v", report)
				}
			})
		})
	}
}

// compete lets publishers try the same number with different contents at once.
func (l *lab) compete(number, publishers int) {
	l.t.Helper()
	reason := release.Correction
	if number == 1 {
		reason = release.Initial
	}
	drafts := make([]*release.Draft, publishers)
	for i := range drafts {
		var err error
		drafts[i], err = l.repo.Prepare(context.Background(), release.Proposal{Sources: version(l.t, 100*number+i), Reason: reason, Note: strconv.Itoa(i)}, l.clock.now())
		if err != nil {
			l.t.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	errs := make([]error, publishers)
	for i, d := range drafts {
		wg.Go(func() { _, errs[i] = l.repo.Publish(context.Background(), d, l.clock.now) })
	}
	wg.Wait()
	var winners []int
	for i, err := range errs {
		problem, ok := errors.AsType[*fault.Error](err)
		switch {
		case err == nil:
			winners = append(winners, i)
		case !ok || problem.Kind != fault.Unavailable || problem.Fixes[0].En != "run again and look at the changes":
			l.t.Errorf("publisher %d: %v", i, err)
		}
	}
	if len(winners) != 1 {
		l.t.Fatalf("number %d: the winners are %v, must be one", number, winners)
	}
	if m, _ := l.history().Manifest(number); m.Note != strconv.Itoa(winners[0]) {
		l.t.Errorf("number %d has the note %s, publisher %d was told that it won", number, m.Note, winners[0])
	}
}

// moody is a store whose answers a test can spoil.
type moody struct {
	store.Store
	mood atomic.Pointer[mood]
}

type mood struct {
	err   error               // of every operation
	data  func([]byte) []byte // what becomes of the bytes read
	names func([]string) []string
	slow  bool // wait until the caller gives up
}

func (m *moody) Get(ctx context.Context, name string) ([]byte, error) {
	now := m.mood.Load()
	if now.slow {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	data, err := m.Store.Get(ctx, name)
	if now.data != nil {
		data = now.data(data)
	}
	return data, errors.Join(err, now.err)
}

func (m *moody) List(ctx context.Context, prefix, after string) ([]string, error) {
	now := m.mood.Load()
	if now.slow {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	names, err := m.Store.List(ctx, prefix, after)
	if now.names != nil {
		names = now.names(names)
	}
	return names, errors.Join(err, now.err)
}

func TestAShelfKeepsTheLastGoodReleaseAndRecovers(t *testing.T) {
	flip := func(data []byte) []byte {
		data = slices.Clone(data)
		if len(data) > 0 {
			data[len(data)/2] ^= 1
		}
		return data
	}
	for _, test := range []struct {
		name string
		mood mood
		want string
	}{
		{"it answers errors", mood{err: errInjected}, "injected failure"},
		{"it says that nothing exists", mood{err: store.ErrNotFound}, "not found"},
		{"it does not answer in time", mood{slow: true}, "context deadline exceeded"},
		{"it cuts answers short", mood{data: func(data []byte) []byte { return data[:len(data)/2] }}, ""},
		{"it answers nothing", mood{data: func([]byte) []byte { return nil }}, ""},
		{"it answers other bytes", mood{data: flip}, ""},
		{"it answers more bytes", mood{data: func(data []byte) []byte { return append(slices.Clone(data), '\n') }}, ""},
		{"it answers a page of HTML", mood{data: func([]byte) []byte { return []byte("<html>Log in") }}, ""},
		{"it lists nothing", mood{names: func([]string) []string { return nil }}, "shorter than it was"},
		{"it lists a part", mood{names: func(names []string) []string { return names[:min(1, len(names))] }}, "shorter than it was"},
		{"it lists from the end", mood{names: func(names []string) []string { return names[min(1, len(names)):] }}, "the log has"},
		{"it lists something foreign", mood{names: func(names []string) []string { return append(slices.Clone(names), "log/zzz") }}, "the log has log/zzz"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := &moody{Store: newMemory()}
			m.mood.Store(&mood{})
			l := newLab(t, m)
			l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
			l.publish(release.Proposal{Sources: version(t, 2), Reason: release.Correction})
			shelf, err := release.NewShelf(t.Context(), l.repo, l.clock.now())
			if err != nil {
				t.Fatal(err)
			}
			l.publish(release.Proposal{Sources: version(t, 3), Reason: release.Correction})
			m.mood.Store(&test.mood)
			for range 3 {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
				if err := shelf.Refresh(ctx, l.clock.now()); err == nil || shelf.Trouble() == nil || !strings.Contains(shelf.Trouble().Error(), test.want) {
					t.Errorf("refreshing: %v, trouble: %v, want %q", err, shelf.Trouble(), test.want)
				}
				cancel()
				if r, err := shelf.At(t.Context(), l.clock.now()); err != nil || r.Number != 2 {
					t.Errorf("serves %v, %v", r, err)
				}
			}
			m.mood.Store(&mood{})
			serves(t, l, shelf, 3)
			if err := shelf.Trouble(); err != nil {
				t.Errorf("still in trouble: %v", err)
			}
		})
	}
}

func TestAPendingReleaseThatIsDamagedIsNeverServed(t *testing.T) {
	s := newMemory()
	l := newLab(t, s)
	l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
	shelf, err := release.NewShelf(t.Context(), l.repo, l.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	next := l.publish(release.Proposal{Sources: version(t, 2), Reason: release.Correction, Effective: l.clock.now().Add(time.Hour)})
	set, _ := next.Set("trees")
	name := "objects/" + set.CSVFile.SHA256[:2] + "/" + set.CSVFile.SHA256
	good := s.data[name]
	s.data[name] = good[1:]
	l.clock.pass(2 * time.Hour)
	if err := shelf.Refresh(t.Context(), l.clock.now()); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("got %v", err)
	}
	if r, err := shelf.At(t.Context(), l.clock.now()); err != nil || r.Number != 1 {
		t.Errorf("serves %v, %v", r, err)
	}
	s.data[name] = good
	serves(t, l, shelf, 2)
}
