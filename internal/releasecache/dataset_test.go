package releasecache_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// meeting is a store that lets something happen once, after bytes with a sha256
// were read and before they are handed over.
type meeting struct {
	store.Store
	sha256 string
	meet   func()
}

func (m *meeting) Get(ctx context.Context, name string) ([]byte, error) {
	data, err := m.Store.Get(ctx, name)
	if m.sha256 != "" && strings.HasSuffix(name, "/"+m.sha256) {
		m.sha256 = ""
		m.meet()
	}
	return data, err
}

func TestADatasetThatIsWithdrawnWhileItIsReadIsNotGivenOut(t *testing.T) {
	m := &meeting{Store: ledgertest.NewMemory()}
	l := ledgertest.New(t, m)
	first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	set, _ := first.Set("trees")
	m.sha256 = set.CSVFile.SHA256
	m.meet = func() {
		if _, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.Clock.Now()); err != nil {
			t.Error(err)
		}
		if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
			t.Error(err)
		}
	}
	if got, ok, err := cache.Dataset(t.Context(), 1, "trees", l.Clock.Now()); got != nil || ok || err != nil {
		t.Errorf("got %v, %v, %v", got, ok, err)
	}
	if m.sha256 != "" {
		t.Error("nothing was read")
	}
}

// busyStore takes a while for each object, and counts how many are read at
// once.
type busyStore struct {
	store.Store
	mu        sync.Mutex
	now, most int
}

func (b *busyStore) Get(ctx context.Context, name string) ([]byte, error) {
	b.mu.Lock()
	b.now++
	b.most = max(b.most, b.now)
	b.mu.Unlock()
	time.Sleep(time.Millisecond)
	b.mu.Lock()
	b.now--
	b.mu.Unlock()
	return b.Store.Get(ctx, name)
}

func TestPastBytesAreReadOneAfterTheOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := &busyStore{Store: ledgertest.NewMemory()}
		l := ledgertest.New(t, b)
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
		for number := 2; number <= 6; number++ {
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, number), Reason: release.Correction})
		}
		cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		b.most = 0
		var wg sync.WaitGroup
		for number := 1; number <= 5; number++ {
			wg.Go(func() {
				if set, ok, err := cache.Dataset(t.Context(), number, "trees", l.Clock.Now()); err != nil || !ok || set.Table.Text(1, 0) != fmt.Sprintf("%d.5", number) {
					t.Errorf("release %d: %v, %v", number, ok, err)
				}
			})
			wg.Go(func() {
				if r, err := cache.Number(t.Context(), number, l.Clock.Now()); err != nil || r.Number != number {
					t.Errorf("release %d: %v", number, err)
				}
			})
		}
		wg.Wait()
		if b.most != 1 {
			t.Errorf("%d objects were read at once", b.most)
		}
	})
}

// A disk that does not answer keeps nobody waiting for long, and nobody out for
// ever.
func TestAPastReleaseThatHangsIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBroken(ledgertest.NewMemory())
		l := ledgertest.New(t, b)
		first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
		for number := 2; number <= 3; number++ {
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, number), Reason: release.Correction})
		}
		cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		b.unreadable(first, hangs)
		for _, read := range []struct {
			name string
			do   func() error
		}{
			{"a dataset", func() error { _, _, err := cache.Dataset(t.Context(), 1, "trees", l.Clock.Now()); return err }},
			{"a release", func() error { _, err := cache.Number(t.Context(), 1, l.Clock.Now()); return err }},
			{"the dataset behind it", func() error { _, _, err := cache.Dataset(t.Context(), 1, "trees", l.Clock.Now()); return err }},
			{"the same release again", func() error { _, err := cache.Number(t.Context(), 1, l.Clock.Now()); return err }},
			{"another release behind it", func() error { _, err := cache.Number(t.Context(), 2, l.Clock.Now()); return err }},
		} {
			begun := time.Now()
			if err := read.do(); fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%s: %v", read.name, err)
			}
			if waited := time.Since(begun); waited != 10*time.Second {
				t.Errorf("%s: waited for %s", read.name, waited)
			}
		}
		time.Sleep(30 * time.Second) // a minute after it was begun
		if r, err := cache.Number(t.Context(), 2, l.Clock.Now()); err != nil || r.Number != 2 {
			t.Errorf("afterwards: %v", err)
		}
		b.repair()
		if r, err := cache.Number(t.Context(), 1, l.Clock.Now()); err != nil || r.Number != 1 {
			t.Errorf("after the repair: %v", err)
		}
	})
}
