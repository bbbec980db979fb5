package releasecache_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync/atomic"
	"testing"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
)

// What was withdrawn cannot say what it brought: the next release that shows the
// difference does.
func TestATracePassesOverWhatWasWithdrawn(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	for n, height := range []string{"1.5", "2.5", "2.5", "3.5"} {
		kind := []string{"松", "松", "梅", "梅"}[n]
		l.Publish(ledger.Proposal{Sources: ledgertest.Trees(t, "id,height,kind\nt-1,"+height+","+kind+"\n"), Reason: ledgertest.ReasonOf(n + 1)})
	}
	want := map[string]int{"trees cell t-1 height": 4, "trees cell t-1 kind": 3}
	if got := traced(compare(l, cacheOf(l), 1, 4)); !maps.Equal(got, want) {
		t.Errorf("before: %v", got)
	}
	if _, err := l.Repo.Withdraw(t.Context(), 3, "022039_trees.csv", "a name in it", l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	want["trees cell t-1 kind"] = 4
	if got := traced(compare(l, cacheOf(l), 1, 4)); !maps.Equal(got, want) {
		t.Errorf("afterwards: %v", got)
	}
}

// countingStore counts what is read of a store.
type countingStore struct {
	*ledgertest.Memory
	reads atomic.Int64
}

func (c *countingStore) Get(ctx context.Context, name string) ([]byte, error) {
	c.reads.Add(1)
	return c.Memory.Get(ctx, name)
}

func TestATraceReadsNoMoreThanItNeeds(t *testing.T) {
	s := &countingStore{Memory: ledgertest.NewMemory()}
	l := ledgertest.New(t, s)
	const releases = 20
	for n := range releases {
		height := "1.5"
		if n >= 12 {
			height = "2.5"
		}
		// The second tree changes with every release, back and forth.
		l.Publish(ledger.Proposal{Sources: ledgertest.Trees(t, fmt.Sprintf("id,height,kind\nt-1,%s,松\nt-2,%d.0,桜\n", height, n%2)), Reason: ledgertest.ReasonOf(n + 1)})
	}
	cache := cacheOf(l)
	for _, c := range []struct {
		name     string
		from, to int
		by       int
		most     int64
	}{
		{"neighbours are not read again", 12, 13, 13, 0},
		{"the trace stops where the difference was found", 1, 15, 13, 4},
		{"or at the beginning", 1, 13, 13, 2},
	} {
		compare(l, cache, c.from, c.to) // both are on the cache now
		s.reads.Store(0)
		got := traced(compare(l, cache, c.from, c.to))
		if got["trees cell t-1 height"] != c.by || s.reads.Load() > c.most {
			t.Errorf("%s: by %d after %d objects", c.name, got["trees cell t-1 height"], s.reads.Load())
		}
	}
}

func TestATraceThatMayTakeNoLongerIsGivenUp(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	for n := range 6 {
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, n+1), Reason: ledgertest.ReasonOf(n + 1)})
	}
	cache := cacheOf(l)
	first, err := cache.Number(t.Context(), 1, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	last, err := cache.Number(t.Context(), 6, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := cache.Compare(ctx, first, last, l.Clock.Now()); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "cannot be read at the moment") {
		t.Errorf("got %v", err)
	}
}
