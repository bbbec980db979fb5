package release_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// broken is a store of which some names cannot be read.
type broken struct {
	store.Store
	mu    sync.Mutex
	names map[string]func(context.Context) error
}

func newBroken(s store.Store) *broken {
	return &broken{Store: s, names: make(map[string]func(context.Context) error)}
}

// unreadable spoils a file of a release, until repair.
func (b *broken) unreadable(rel *release.Release, how func(context.Context) error) (name string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	set, _ := rel.Set("trees")
	name = "objects/" + set.CSVFile.SHA256[:2] + "/" + set.CSVFile.SHA256
	b.names[name] = how
	return name
}

func (b *broken) repair() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.names)
}

func (b *broken) Get(ctx context.Context, name string) ([]byte, error) {
	b.mu.Lock()
	how := b.names[name]
	b.mu.Unlock()
	if how != nil {
		return nil, how(ctx)
	}
	return b.Store.Get(ctx, name)
}

func refuses(context.Context) error { return errInjected }

func hangs(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// pendingAfter publishes a release that is to take effect later.
func (l *lab) pendingAfter(number int, wait time.Duration) *release.Release {
	l.t.Helper()
	return l.publish(release.Proposal{Sources: version(l.t, number), Reason: release.Correction, Effective: l.clock.now().Add(wait)})
}

// whyGone is the note of the withdrawal of the trees.
func whyGone(rel *release.Release) string {
	w, _ := rel.Withdrawn("trees")
	return w.Note
}

// current checks which release a shelf gives out for an instant.
func current(t *testing.T, shelf *release.Shelf, at time.Time, want int) {
	t.Helper()
	r, err := shelf.At(t.Context(), at)
	if err != nil {
		t.Errorf("at %v: %v, want release %d", at, err, want)
	} else if r.Number != want {
		t.Errorf("at %v: release %d, want %d", at, r.Number, want)
	}
}

func numbers(entries []release.Entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteByte(byte('0' + e.Number))
	}
	return b.String()
}

func TestAReleaseThatCannotBeReadIsHeldBack(t *testing.T) {
	for _, fresh := range []bool{true, false} {
		t.Run(map[bool]string{true: "by a server that starts", false: "by one that runs"}[fresh], func(t *testing.T) {
			b := newBroken(newMemory())
			l := newLab(t, b)
			l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
			shelf, err := release.NewShelf(t.Context(), l.repo, l.clock.now())
			if err != nil {
				t.Fatal(err)
			}
			next := l.pendingAfter(2, time.Hour)
			name := b.unreadable(next, refuses)
			if fresh {
				shelf, err = release.NewShelf(t.Context(), l.repo, l.clock.now())
			} else {
				err = shelf.Refresh(t.Context(), l.clock.now())
			}
			if fresh && err != nil || !fresh && err == nil {
				t.Fatalf("got %v", err)
			}
			if trouble := shelf.Trouble(); trouble == nil || !strings.Contains(trouble.Error(), "reading release 2") {
				t.Errorf("%s is damaged, the trouble is %v", name, trouble)
			}
			standsBeforeAndAfter(t, l, shelf, next.Effective)
			b.repair()
			serves(t, l, shelf, 2)
			current(t, shelf, next.Effective, 2)
			if got := shelf.Seen(l.clock.now()); !got.Equal(l.clock.now()) || shelf.Trouble() != nil {
				t.Errorf("after the repair it is seen until %v, trouble: %v", got, shelf.Trouble())
			}
		})
	}
}

// standsBeforeAndAfter lets the instant of release 2 pass, which cannot be read,
// and checks that release 1 stays and nothing is said about the time after it.
func standsBeforeAndAfter(t *testing.T, l *lab, shelf *release.Shelf, instant time.Time) {
	t.Helper()
	current(t, shelf, l.clock.now(), 1)
	if got := shelf.Seen(l.clock.now()); !got.Equal(l.clock.now()) {
		t.Errorf("before its time the store is seen until %v", got)
	}
	for range 2 { // before the next refresh, and after it
		if l.clock.now().Before(instant) {
			l.clock.pass(2 * time.Hour)
		} else if err := shelf.Refresh(t.Context(), l.clock.now()); err == nil {
			t.Error("there is no trouble")
		}
		now := l.clock.now()
		current(t, shelf, now, 1)
		current(t, shelf, instant, 1)
		if got := shelf.Seen(now); !got.Before(instant) {
			t.Errorf("it is seen until %v, the release that is missing takes effect at %v", got, instant)
		}
		if _, err := shelf.Number(t.Context(), 2, now); fault.KindOf(err) != fault.NotFound {
			t.Errorf("release 2: %v", err)
		}
		h := shelf.History()
		if e, ok := h.At(now); !ok || e.Number != 1 || numbers(h.Released(now)) != "1" || numbers(h.Pending(now)) != "2" {
			t.Errorf("the history says %v, released %v, pending %v", e, h.Released(now), h.Pending(now))
		}
	}
}

func TestAReleaseThatCannotBeReadHoldsUpNothingElse(t *testing.T) {
	for _, test := range []struct {
		name string
		how  func(context.Context) error
	}{{"it answers errors", refuses}, {"it does not answer", hangs}} {
		t.Run(test.name, func(t *testing.T) {
			b := newBroken(newMemory())
			l := newLab(t, b)
			l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
			l.publish(release.Proposal{Sources: version(t, 2), Reason: release.Correction})
			shelf, err := release.NewShelf(t.Context(), l.repo, l.clock.now())
			if err != nil {
				t.Fatal(err)
			}
			second, third := l.pendingAfter(3, time.Hour), l.pendingAfter(4, 2*time.Hour)
			b.unreadable(second, test.how)
			if _, err := l.repo.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.clock.now()); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
				if err := shelf.Refresh(ctx, l.clock.now()); err == nil || !strings.Contains(err.Error(), "reading release 3") {
					t.Errorf("refreshing: %v", err)
				}
				cancel()
			}
			if past, err := shelf.Number(t.Context(), 1, l.clock.now()); err != nil || whyGone(past) != "law" {
				t.Errorf("release 1 is as it was, %v", err)
			}
			l.clock.pass(3 * time.Hour)
			if err := shelf.Refresh(t.Context(), l.clock.now()); err != nil {
				t.Errorf("what is past still troubles: %v", err)
			}
			current(t, shelf, l.clock.now(), 4)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			defer cancel()
			if _, err := shelf.At(ctx, second.Effective); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("for the time of release 3: %v", err)
			}
			if got := shelf.Seen(l.clock.now()); !got.Equal(l.clock.now()) {
				t.Errorf("seen until %v, release 4 took effect at %v", got, third.Effective)
			}
		})
	}
}

func TestOfSeveralReleasesThatCannotBeReadNoneIsServed(t *testing.T) {
	b := newBroken(newMemory())
	l := newLab(t, b)
	l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
	shelf, err := release.NewShelf(t.Context(), l.repo, l.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	second, third := l.pendingAfter(2, time.Hour), l.pendingAfter(3, 2*time.Hour)
	b.unreadable(second, refuses)
	b.unreadable(third, refuses)
	l.clock.pass(3 * time.Hour) // nobody looked meanwhile
	for range 2 {
		if err := shelf.Refresh(t.Context(), l.clock.now()); err == nil {
			t.Error("there is no trouble")
		}
		current(t, shelf, l.clock.now(), 1)
		if got := shelf.Seen(l.clock.now()); !got.Before(second.Effective) {
			t.Errorf("seen until %v", got)
		}
	}
	if _, err := release.NewShelf(t.Context(), l.repo, l.clock.now()); err == nil || !strings.Contains(err.Error(), "reading release 3") {
		t.Errorf("a server starts without the current release: %v", err)
	}
	b.repair()
	serves(t, l, shelf, 3)
	current(t, shelf, second.Effective, 2)
}

func TestACancelledReleaseThatCannotBeReadTroublesNobody(t *testing.T) {
	b := newBroken(newMemory())
	l := newLab(t, b)
	l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
	b.unreadable(l.pendingAfter(2, time.Hour), refuses)
	shelf, err := release.NewShelf(t.Context(), l.repo, l.clock.now())
	if err != nil || shelf.Trouble() == nil {
		t.Fatalf("%v, trouble: %v", err, shelf.Trouble())
	}
	if _, err := l.repo.Cancel(t.Context(), 2, "", l.clock.now); err != nil {
		t.Fatal(err)
	}
	l.clock.pass(2 * time.Hour)
	serves(t, l, shelf, 1)
	if got := shelf.Seen(l.clock.now()); !got.Equal(l.clock.now()) {
		t.Errorf("seen until %v", got)
	}
}
