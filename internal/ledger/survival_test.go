package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

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
		return errors.Join(ledgertest.ErrInjected, do())
	case left == 0 || left < 0 && f.dead:
		return ledgertest.ErrInjected
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
				{"a folder", func(t *testing.T) store.Store { t.Helper(); return ledgertest.Folder(t) }},
				{"a simulated object store", func(t *testing.T) store.Store { t.Helper(); return ledgertest.Fake(t) }},
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
	l := ledgertest.New(t, s)
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	h := l.History()
	operation := f.left
	f.Store = s
	broken := &ledgertest.Lab{T: t, Store: f, Repo: ledger.NewRepository(f), Clock: l.Clock}
	made, err := broken.Try(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	happened := f.left <= 0
	l.Clock.Pass(time.Minute)

	entries := len(l.History().Entries())
	if err == nil && (entries != 2 || made.Number != 2) || err != nil && entries != 1 && entries != 2 || err != nil && !happened {
		t.Fatalf("operation %d: %d entries, %v", operation, entries, err)
	}
	if report := l.Sound(); entries == 2 && (report.Leftovers != nil || report.Unlogged != nil) {
		t.Errorf("operation %d: %v and %v are left over", operation, report.Leftovers, report.Unlogged)
	}
	h = reads(t, l, h, entries)
	if entries == 1 {
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
		h = reads(t, l, h, 2)
	}
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 3), Reason: release.Correction})
	reads(t, l, h, 3)
	l.Sound()
	return happened
}

// reads extends a history that was read before, and checks which release is
// current in it and that all of it can be read.
func reads(t *testing.T, l *ledgertest.Lab, older *ledger.History, number int) *ledger.History {
	t.Helper()
	h, err := l.Repo.Extend(t.Context(), older)
	if err != nil {
		t.Fatal(err)
	}
	e, _ := h.At(l.Clock.Now())
	r, err := l.Repo.Release(t.Context(), h, e.Number)
	if err != nil {
		t.Fatal(err)
	}
	set, _ := r.Set("trees")
	if got, want := set.Table.Text(1, 0), fmt.Sprintf("%d.5", number); r.Number != number || got != want {
		t.Errorf("release %d with %s is current, want %d with %s", r.Number, got, number, want)
	}
	return h
}

func TestCancellingThatFailsAtAnyOperationLeavesTheOldOrTheNewLog(t *testing.T) {
	for _, after := range []bool{false, true} {
		for operation := 1; ; operation++ {
			s := ledgertest.NewMemory()
			l := ledgertest.New(t, s)
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial, Effective: l.Clock.Now().Add(time.Hour)})
			f := &failing{Store: s, left: operation, after: after, dead: true}
			_, err := ledger.NewRepository(f).Cancel(t.Context(), 1, "", l.Clock.Now)
			if f.left > 0 && err == nil {
				t.Logf("%d operations failed", operation-1)
				break
			}
			l.Sound()
			if got := len(l.History().Entries()); got != 1 && got != 2 {
				t.Errorf("operation %d: %d entries", operation, got)
			} else if got == 1 {
				if _, err := l.Repo.Cancel(t.Context(), 1, "", l.Clock.Now); err != nil {
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
			ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
				t.Helper()
				l := ledgertest.New(t, s)
				for round := 1; round <= 4; round++ {
					compete(l, round, publishers)
					l.Clock.Pass(time.Minute)
				}
				if report := l.Sound(); report.Entries != 4 {
					t.Errorf("got %+v", report)
				}
			})
		})
	}
}

// compete lets publishers try the same number with different contents at once.
func compete(l *ledgertest.Lab, number, publishers int) {
	l.T.Helper()
	reason := release.Correction
	if number == 1 {
		reason = release.Initial
	}
	drafts := make([]*ledger.Draft, publishers)
	for i := range drafts {
		var err error
		drafts[i], err = l.Repo.Prepare(context.Background(), ledger.Proposal{Sources: ledgertest.Version(l.T, 100*number+i), Reason: reason, Note: strconv.Itoa(i)}, l.Clock.Now())
		if err != nil {
			l.T.Fatal(err)
		}
	}
	var wg sync.WaitGroup
	errs := make([]error, publishers)
	for i, d := range drafts {
		wg.Go(func() { _, errs[i] = l.Repo.Publish(context.Background(), d, l.Clock.Now) })
	}
	wg.Wait()
	var winners []int
	for i, err := range errs {
		problem, ok := errors.AsType[*fault.Error](err)
		switch {
		case err == nil:
			winners = append(winners, i)
		case !ok || problem.Kind != fault.Unavailable || problem.Fixes[0].En != "run again and check the changes":
			l.T.Errorf("publisher %d: %v", i, err)
		}
	}
	if len(winners) != 1 {
		l.T.Fatalf("number %d: the winners are %v, must be one", number, winners)
	}
	if m, _ := l.History().Manifest(number); m.Note != strconv.Itoa(winners[0]) {
		l.T.Errorf("number %d has the note %s, publisher %d was told that it won", number, m.Note, winners[0])
	}
}
