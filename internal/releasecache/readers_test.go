package releasecache_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

func TestAThousandReadersDuringAHundredSwitchesSeeWhatTheClockSays(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a thousand readers")
	}
	const switches, readers, workers, step = 100, 1000, 50, 10 * time.Second
	l := ledgertest.New(t, ledgertest.NewMemory())
	start := l.Clock.Now()
	put := func(number int) {
		reason := release.Correction
		if number == 1 {
			reason = release.Initial
		}
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, number), Reason: reason, Effective: start.Add(time.Duration(number) * step)})
	}
	put(1)
	l.Clock.Pass(step)
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	var (
		wg         sync.WaitGroup
		over       atomic.Bool
		reads      atomic.Int64
		begun      = make(chan int)
		sawANumber sync.Map
	)
	for range workers {
		wg.Go(func() {
			for reader := range begun {
				if err := look(cache, l.Clock, start, step, reader, &sawANumber); err != nil {
					t.Error(err)
				}
				reads.Add(1)
			}
		})
	}
	wg.Go(func() {
		defer close(begun)
		for reader := 0; !over.Load() || reader < readers; reader++ {
			begun <- reader
		}
	})
	for number := 2; number <= switches+1; number++ {
		put(number)
		if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		l.Clock.Pass(step / 2)
		if err := cache.Poll(t.Context(), l.Clock.Pass(step/2-time.Second)); err != nil {
			t.Fatal(err)
		}
		l.Clock.Pass(time.Second) // the switch
	}
	over.Store(true)
	wg.Wait()
	seen := 0
	sawANumber.Range(func(any, any) bool { seen++; return true })
	t.Logf("%d reads of %d releases", reads.Load(), seen)
	if e, _ := cache.History().At(l.Clock.Now()); e.Number != switches+1 {
		t.Errorf("%d is current at the end", e.Number)
	}
}

// look reads what is current now, or was a while ago, and checks that it is
// one whole release: that of the instant.
func look(cache *releasecache.Cache, c *ledgertest.Clock, start time.Time, step time.Duration, reader int, saw *sync.Map) error {
	at := c.Now()
	if past := at.Add(-time.Duration(reader%3) * step); past.Sub(start) >= step {
		at = past
	}
	want := int(at.Sub(start) / step)
	r, err := cache.At(context.Background(), at)
	if err != nil {
		return err
	}
	saw.Store(r.Number, true)
	set, ok := r.Set("trees")
	if !ok || r.Number != want || set.Table.Text(1, 0) != fmt.Sprintf("%d.5", want) || r.Effective.After(at) {
		return fmt.Errorf("at %v: release %d, want %d", at, r.Number, want)
	}
	if next, err := cache.Number(context.Background(), want+1, at); err == nil {
		return fmt.Errorf("at %v: release %d is found before its time", at, next.Number)
	}
	return nil
}

func TestAWithdrawalDuringReadsIsNeverUndone(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	for number := 1; number <= 8; number++ {
		reason := release.Correction
		if number == 1 {
			reason = release.Initial
		}
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, number), Reason: reason})
	}
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	var over atomic.Bool
	for worker := range 16 {
		wg.Go(func() {
			for i := worker; !over.Load(); i++ {
				_, _ = cache.Number(context.Background(), 1+i%8, l.Clock.Now()) // may be refused while it is withdrawn
			}
		})
	}
	for number := 1; number <= 7; number++ {
		if _, err := l.Repo.Withdraw(t.Context(), number, "022039_trees.csv", "law", l.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		r, err := cache.Number(t.Context(), number, l.Clock.Now())
		if err != nil || ledgertest.WhyWithdrawn(r) != "law" {
			t.Errorf("release %d: %v, %v", number, r, err)
		}
	}
	over.Store(true)
	wg.Wait()
}
