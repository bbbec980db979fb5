package releasecache_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// A server that saw a release pending and does not see that it is cancelled must
// not give it out, whatever keeps it from reading the log.
func TestACancelledReleaseIsNotServedByWhoeverDidNotSeeIt(t *testing.T) {
	for _, test := range []struct {
		name   string
		before time.Duration // its time, the server reads the log for the last time
		served bool          // at its time
	}{
		{"an hour before", time.Hour, false},
		{"just after which it can be cancelled", ledger.Lead + time.Nanosecond, false},
		{"while a cancellation may be being written", ledger.PollTime + time.Nanosecond, false},
		{"when every cancellation stands in the log", ledger.PollTime, true},
		{"at the same time", 0, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := ledgertest.New(t, ledgertest.NewMemory())
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
			next := l.PublishPending(2, 2*time.Hour)
			l.Clock.Pass(next.Effective.Add(-test.before).Sub(l.Clock.Now()))
			cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			_, err = l.Repo.Cancel(t.Context(), 2, "", l.Clock.Now)
			if cancelled := err == nil; cancelled && test.served {
				t.Fatal("it could be cancelled all the same")
			}
			gone := err == nil
			last := l.Clock.Now()
			l.Clock.Pass(test.before)
			want := map[bool]int{true: 2, false: 1}[test.served]
			current(t, cache, next.Effective, want)
			if _, err := cache.Number(t.Context(), 2, next.Effective); test.served != (err == nil) || err != nil && fault.KindOf(err) != fault.NotFound {
				t.Errorf("release 2: %v", err)
			}
			if seen := cache.Seen(next.Effective); seen.After(last) {
				t.Errorf("seen until %v, but the log was read at %v", seen, last)
			}
			serves(t, l, cache, map[bool]int{true: 1, false: 2}[gone])
		})
	}
}

// A second of polling, and up to a second of reading: the switch is never late.
func TestASwitchIsExactHoweverThePollsFall(t *testing.T) {
	for _, phase := range []time.Duration{0, time.Nanosecond, 300 * time.Millisecond, 999 * time.Millisecond} {
		l := ledgertest.New(t, ledgertest.NewMemory())
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
		cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		next := l.PublishPending(2, 10*time.Second)
		for at := l.Clock.Now().Add(phase); at.Before(next.Effective.Add(-time.Second)); at = at.Add(time.Second) {
			if err := cache.Refresh(t.Context(), at); err != nil {
				t.Fatal(err)
			}
		}
		// The last reading that is done by then began up to two seconds before.
		current(t, cache, next.Effective.Add(-1), 1)
		current(t, cache, next.Effective, 2)
	}
}

// anotherHistory is a log of five entries that is as good as the first.
func anotherHistory(t *testing.T) map[string][]byte {
	t.Helper()
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 11), Reason: release.Initial})
	for number := 2; number <= 5; number++ {
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 10+number), Reason: release.Correction})
	}
	return s.Data
}

func TestARunningCacheNoticesThatTheLogWasCutOrRewritten(t *testing.T) {
	for cut := 1; cut <= 5; cut++ {
		s := ledgertest.NewMemory()
		l := ledgertest.FourReleases(t, s)
		cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		for number := cut; number <= 5; number++ {
			delete(s.Data, fmt.Sprintf("log/%08d.json", number))
		}
		noticed(t, l, cache, fmt.Sprintf("cut before %d", cut))
		for name, data := range anotherHistory(t) {
			if s.Data[name] == nil {
				s.Data[name] = data
			}
		}
		noticed(t, l, cache, fmt.Sprintf("rewritten from %d", cut))
	}
}

func noticed(t *testing.T, l *ledgertest.Lab, cache *releasecache.Cache, what string) {
	t.Helper()
	if err := cache.Refresh(t.Context(), l.Clock.Now()); !errors.Is(err, ledger.ErrShortened) {
		t.Errorf("%s: %v", what, err)
	}
	if r, err := cache.At(t.Context(), l.Clock.Now()); err != nil || r.Number != 5 {
		t.Errorf("%s: serves %v, %v", what, r, err)
	}
}

// counted counts what is asked of a store.
type counted struct {
	store.Store
	asked atomic.Int64
}

func (c *counted) Get(ctx context.Context, name string) ([]byte, error) {
	c.asked.Add(1)
	return c.Store.Get(ctx, name)
}

func (c *counted) List(ctx context.Context, prefix, after string) ([]string, error) {
	names, err := c.Store.List(ctx, prefix, after)
	c.asked.Add(1 + int64(len(names)))
	return names, err
}

func TestAPollWithoutNewsCostsTheSameHoweverLongTheLogIs(t *testing.T) {
	var costs []int64
	for _, releases := range []int{2, 40} {
		c := &counted{Store: ledgertest.NewMemory()}
		l := ledgertest.New(t, c)
		for number := 1; number <= releases; number++ {
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, number), Reason: ledgertest.ReasonOf(number)})
		}
		cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		c.asked.Store(0)
		if err := cache.Poll(t.Context(), l.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		costs = append(costs, c.asked.Load())
	}
	if costs[0] != costs[1] || costs[0] > 4 {
		t.Errorf("polls ask for %v things", costs)
	}
}
