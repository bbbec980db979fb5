package releasecache_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
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

// oneRelease is a cache of a store with a release, which can be broken.
func oneRelease(t *testing.T) (*broken, *ledgertest.Lab, *releasecache.Cache) {
	t.Helper()
	b := newBroken(ledgertest.NewMemory())
	l := ledgertest.New(t, b)
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return b, l, cache
}

// unreadable spoils a file of a release, until repair.
func (b *broken) unreadable(rel *release.Release, how func(context.Context) error) (name string) {
	set, _ := rel.Set("trees")
	name = "objects/" + set.CSVFile.SHA256[:2] + "/" + set.CSVFile.SHA256
	b.spoil(name, how)
	return name
}

// spoil spoils what has a name or, of a list, a prefix.
func (b *broken) spoil(name string, how func(context.Context) error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.names[name] = how
}

func (b *broken) repair() {
	b.mu.Lock()
	defer b.mu.Unlock()
	clear(b.names)
}

func (b *broken) Get(ctx context.Context, name string) ([]byte, error) {
	if err := b.fail(ctx, name); err != nil {
		return nil, err
	}
	return b.Store.Get(ctx, name)
}

func (b *broken) List(ctx context.Context, prefix, after string) ([]string, error) {
	if err := b.fail(ctx, prefix); err != nil {
		return nil, err
	}
	return b.Store.List(ctx, prefix, after)
}

func (b *broken) fail(ctx context.Context, name string) error {
	b.mu.Lock()
	how := b.names[name]
	b.mu.Unlock()
	if how == nil {
		return nil
	}
	return how(ctx)
}

func refuses(context.Context) error { return ledgertest.ErrInjected }

func hangs(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}

// current checks which release a cache gives out for an instant.
func current(t *testing.T, cache *releasecache.Cache, at time.Time, want int) {
	t.Helper()
	r, err := cache.At(t.Context(), at)
	if err != nil {
		t.Errorf("at %v: %v, want release %d", at, err, want)
	} else if r.Number != want {
		t.Errorf("at %v: release %d, want %d", at, r.Number, want)
	}
}

func numbers(entries []ledger.Entry) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteByte(byte('0' + e.Number))
	}
	return b.String()
}

func TestAReleaseThatCannotBeReadIsHeldBack(t *testing.T) {
	for _, fresh := range []bool{true, false} {
		t.Run(map[bool]string{true: "by a server that starts", false: "by one that runs"}[fresh], func(t *testing.T) {
			b, l, cache := oneRelease(t)
			next := l.PublishPending(2, time.Hour)
			name := b.unreadable(next, refuses)
			var err error
			if fresh {
				cache, err = releasecache.New(t.Context(), l.Repo, l.Clock.Now())
			} else {
				err = cache.Refresh(t.Context(), l.Clock.Now())
			}
			if fresh && err != nil || !fresh && err == nil {
				t.Fatalf("got %v", err)
			}
			if trouble := cache.Trouble(); trouble == nil || !strings.Contains(trouble.Error(), "cannot read release 2") {
				t.Errorf("%s is damaged, the trouble is %v", name, trouble)
			}
			standsBeforeAndAfter(t, l, cache, next.Effective)
			b.repair()
			serves(t, l, cache, 2)
			current(t, cache, next.Effective, 2)
			if got := cache.Seen(l.Clock.Now()); !got.Equal(l.Clock.Now()) || cache.Trouble() != nil {
				t.Errorf("after the repair it is seen until %v, trouble: %v", got, cache.Trouble())
			}
		})
	}
}

// standsBeforeAndAfter lets the instant of release 2 pass, which cannot be read,
// and checks that release 1 stays and nothing is said about the time after it.
func standsBeforeAndAfter(t *testing.T, l *ledgertest.Lab, cache *releasecache.Cache, instant time.Time) {
	t.Helper()
	current(t, cache, l.Clock.Now(), 1)
	if got := cache.Seen(l.Clock.Now()); !got.Equal(l.Clock.Now()) {
		t.Errorf("before its time the store is seen until %v", got)
	}
	for range 2 { // before the next refresh, and after it
		if l.Clock.Now().Before(instant) {
			l.Clock.Pass(2 * time.Hour)
		} else if err := cache.Refresh(t.Context(), l.Clock.Now()); err == nil {
			t.Error("there is no trouble")
		}
		now := l.Clock.Now()
		current(t, cache, now, 1)
		current(t, cache, instant, 1)
		if got := cache.Seen(now); !got.Before(instant) {
			t.Errorf("it is seen until %v, the release that is missing takes effect at %v", got, instant)
		}
		if _, err := cache.Number(t.Context(), 2, now); fault.KindOf(err) != fault.NotFound {
			t.Errorf("release 2: %v", err)
		}
		h := cache.History()
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
			b := newBroken(ledgertest.NewMemory())
			l := ledgertest.New(t, b)
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
			cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			second, third := l.PublishPending(3, time.Hour), l.PublishPending(4, 2*time.Hour)
			b.unreadable(second, test.how)
			if _, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.Clock.Now()); err != nil {
				t.Fatal(err)
			}
			for range 2 {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
				if err := cache.Refresh(ctx, l.Clock.Now()); err == nil || !strings.Contains(err.Error(), "cannot read release 3") {
					t.Errorf("refreshing: %v", err)
				}
				cancel()
			}
			if past, err := cache.Number(t.Context(), 1, l.Clock.Now()); err != nil || ledgertest.WhyWithdrawn(past) != "law" {
				t.Errorf("release 1 is as it was, %v", err)
			}
			l.Clock.Pass(3 * time.Hour)
			if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
				t.Errorf("what is past still troubles: %v", err)
			}
			current(t, cache, l.Clock.Now(), 4)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
			defer cancel()
			if _, err := cache.At(ctx, second.Effective); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("for the time of release 3: %v", err)
			}
			if got := cache.Seen(l.Clock.Now()); !got.Equal(l.Clock.Now()) {
				t.Errorf("seen until %v, release 4 took effect at %v", got, third.Effective)
			}
		})
	}
}

func TestOfSeveralReleasesThatCannotBeReadNoneIsServed(t *testing.T) {
	b, l, cache := oneRelease(t)
	second, third := l.PublishPending(2, time.Hour), l.PublishPending(3, 2*time.Hour)
	b.unreadable(second, refuses)
	b.unreadable(third, refuses)
	l.Clock.Pass(3 * time.Hour) // nobody looked meanwhile
	for range 2 {
		if err := cache.Refresh(t.Context(), l.Clock.Now()); err == nil {
			t.Error("there is no trouble")
		}
		current(t, cache, l.Clock.Now(), 1)
		if got := cache.Seen(l.Clock.Now()); !got.Before(second.Effective) {
			t.Errorf("seen until %v", got)
		}
	}
	if _, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now()); err == nil || !strings.Contains(err.Error(), "cannot read release 3") {
		t.Errorf("a server starts without the current release: %v", err)
	}
	b.repair()
	serves(t, l, cache, 3)
	current(t, cache, second.Effective, 2)
}

func TestACancelledReleaseThatCannotBeReadTroublesNobody(t *testing.T) {
	b := newBroken(ledgertest.NewMemory())
	l := ledgertest.New(t, b)
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	b.unreadable(l.PublishPending(2, time.Hour), refuses)
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil || cache.Trouble() == nil {
		t.Fatalf("%v, trouble: %v", err, cache.Trouble())
	}
	if _, err := l.Repo.Cancel(t.Context(), 2, "", l.Clock.Now); err != nil {
		t.Fatal(err)
	}
	l.Clock.Pass(2 * time.Hour)
	serves(t, l, cache, 1)
	if got := cache.Seen(l.Clock.Now()); !got.Equal(l.Clock.Now()) {
		t.Errorf("seen until %v", got)
	}
}

// That a later release can be read says nothing of an earlier one that cannot.
func TestAReleaseStaysWithheldWhenALaterOneCanBeRead(t *testing.T) {
	b, l, cache := oneRelease(t)
	second, third := l.PublishPending(2, time.Hour), l.PublishPending(3, 2*time.Hour)
	b.unreadable(second, refuses)
	for range 2 { // before its time, and after it
		if err := cache.Refresh(t.Context(), l.Clock.Now()); err == nil {
			t.Error("there is no trouble")
		}
		current(t, cache, l.Clock.Now(), 1)
		if got := numbers(cache.History().Pending(l.Clock.Now())); got != "23" {
			t.Errorf("pending: %s", got)
		}
		l.Clock.Pass(90 * time.Minute)
	}
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
		t.Errorf("what is past still troubles: %v", err)
	}
	current(t, cache, third.Effective, 3)
}
