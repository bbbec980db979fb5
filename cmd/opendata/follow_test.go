package main_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	main "hachinohe.example/opendata/cmd/opendata"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/store"
)

// distant is a store that takes its time for everything.
type distant struct {
	store.Store
	delay   func(ctx context.Context, name string) error
	objects atomic.Int64 // read
}

func (d *distant) Get(ctx context.Context, name string) ([]byte, error) {
	if err := d.delay(ctx, name); err != nil {
		return nil, err
	}
	if strings.HasPrefix(name, "objects/") {
		d.objects.Add(1)
	}
	return d.Store.Get(ctx, name)
}

func (d *distant) List(ctx context.Context, prefix, after string) ([]string, error) {
	if err := d.delay(ctx, prefix); err != nil {
		return nil, err
	}
	return d.Store.List(ctx, prefix, after)
}

// takes waits, or gives up with whoever asks.
func takes(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// followed is a store, a server that follows it, and somebody who publishes in
// it, in virtual time.
type followed struct {
	t     *testing.T
	repo  *ledger.Repository // of the publisher, which is near the store
	far   *distant
	cache *releasecache.Cache
	log   bytes.Buffer
}

// follows publishes the goals alone as release 1 and starts a server.
func follows(t *testing.T, delay func(context.Context, string) error) *followed {
	t.Helper()
	s, err := store.Open("file://"+filepath.Join(t.TempDir(), "store"), true, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f := &followed{t: t, repo: ledger.NewRepository(s), far: &distant{Store: s, delay: delay}}
	f.publish(release.Initial, 0, "goals")
	time.Sleep(time.Minute)
	if f.cache, err = releasecache.New(t.Context(), ledger.NewRepository(f.far), time.Now()); err != nil {
		t.Fatal(err)
	}
	stop := main.Follow(t.Context(), f.cache, slog.New(slog.NewTextHandler(&f.log, nil)), time.Now)
	t.Cleanup(stop)
	return f
}

// publish publishes some of the built-in datasets, or all; in is when they are to
// be current, 0 = soon.
func (f *followed) publish(reason release.Reason, in time.Duration, only ...string) *release.Release {
	f.t.Helper()
	all, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		f.t.Fatal(err)
	}
	p := ledger.Proposal{Reason: reason}
	if in > 0 {
		p.Effective = time.Now().Add(in)
	}
	for _, s := range all {
		if len(only) == 0 || strings.Contains(strings.Join(only, " "), s.Dataset.ID) {
			p.Sources = append(p.Sources, s)
		}
	}
	d, err := f.repo.Prepare(f.t.Context(), p, time.Now())
	if err != nil {
		f.t.Fatal(err)
	}
	rel, err := f.repo.Publish(f.t.Context(), d, time.Now)
	if err != nil {
		f.t.Fatal(err)
	}
	return rel
}

// until waits for an instant and returns which release is current then.
func (f *followed) until(at time.Time) int {
	f.t.Helper()
	time.Sleep(time.Until(at))
	synctest.Wait()
	rel, err := f.cache.At(f.t.Context(), at)
	if err != nil {
		f.t.Fatal(err)
	}
	return rel.Number
}

// switches checks that a release follows its predecessor at its very instant.
func (f *followed) switches(rel *release.Release) {
	f.t.Helper()
	if got := f.until(rel.Effective.Add(-1)); got != rel.Number-1 {
		f.t.Errorf("just before the instant of release %d: %d", rel.Number, got)
	}
	if got := f.until(rel.Effective); got != rel.Number {
		f.t.Errorf("at the instant of release %d: %d; %v", rel.Number, got, f.cache.Trouble())
	}
}

func TestAServerFarFromItsStoreSwitchesInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := follows(t, func(ctx context.Context, _ string) error { return takes(ctx, 500*time.Millisecond) })
		before := f.far.objects.Load()
		next := f.publish(release.NewData, 0)
		f.switches(next)
		// One manifest, and the files of all datasets but the goals, which are here.
		if got := f.far.objects.Load() - before; got != int64(1+2*len(next.Sets)-2) {
			t.Errorf("%d objects were read of %d datasets", got, len(next.Sets))
		}
	})
}

func TestALargeObjectOverASlowLineIsReadToItsEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var slow string
		var mu sync.Mutex
		f := follows(t, func(ctx context.Context, name string) error {
			mu.Lock()
			defer mu.Unlock()
			if slow == "" || !strings.HasSuffix(name, slow) {
				return nil
			}
			mu.Unlock()
			defer mu.Lock()
			return takes(ctx, 20*time.Second)
		})
		next := f.publish(release.NewData, 30*time.Second)
		set, _ := next.Set("initiatives")
		mu.Lock()
		slow = set.CSVFile.SHA256
		mu.Unlock()
		f.switches(next)
		if got := f.log.String(); strings.Contains(got, "trouble") {
			t.Errorf("the log: %s", got)
		}
	})
}

func TestAnObjectThatHangsKeepsNoNewsWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var hanging atomic.Value
		hanging.Store("")
		f := follows(t, func(ctx context.Context, name string) error {
			if h, _ := hanging.Load().(string); h != "" && strings.HasSuffix(name, h) {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		})
		second := f.publish(release.NewData, 20*time.Second, "goals", "policies")
		set, _ := second.Set("policies")
		hanging.Store(set.CSVFile.SHA256)
		f.publish(release.NewData, 40*time.Second, "goals", "policies", "indicators")
		time.Sleep(3 * time.Second)
		if got := len(f.cache.History().Entries()); got != 3 {
			t.Errorf("%d entries are known", got)
		}
		fourth := f.publish(release.PlanRevision, 50*time.Second, "goals", "indicators")
		if got := f.until(second.Effective.Add(2 * time.Second)); got != 1 {
			t.Errorf("release %d is current, of release 2 nothing could be read", got)
		}
		if err := f.cache.Trouble(); err == nil || !strings.Contains(err.Error(), "release 2 is still being read") {
			t.Errorf("trouble: %v", err)
		}
		if got := f.until(fourth.Effective); got != 4 {
			t.Errorf("release %d is current at the instant of release 4: %v", got, f.cache.Trouble())
		}
		if _, err := f.repo.Withdraw(t.Context(), 2, "022039_digital_policies.csv", "law", time.Now()); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Second)
		if got := f.cache.Withdrawals(); len(got) != 1 {
			t.Errorf("withdrawals that are known: %v", got)
		}
	})
}

func TestAServerRecoversByItselfWhenItMayReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var locked atomic.Bool
		f := follows(t, func(_ context.Context, name string) error {
			if locked.Load() {
				return &fs.PathError{Op: "openat", Path: name, Err: syscall.EACCES}
			}
			return nil
		})
		locked.Store(true)
		second := f.publish(release.NewData, 0)
		if got := f.until(second.Effective.Add(time.Minute)); got != 1 || !errors.Is(f.cache.Trouble(), fs.ErrPermission) {
			t.Errorf("without the right to read: release %d, trouble: %v", got, f.cache.Trouble())
		}
		locked.Store(false)
		if got := f.until(time.Now().Add(2 * time.Second)); got != 2 || f.cache.Trouble() != nil {
			t.Errorf("afterwards: release %d, trouble: %v", got, f.cache.Trouble())
		}
		// Once it may read again, it may say that it is still reading; then it recovers from that.
		got := f.log.String()
		if strings.Count(got, "openat log/: permission denied") != 1 || !strings.HasSuffix(got, "msg=\"store recovered\"\n") {
			t.Errorf("the log:\n%s", got)
		}
	})
}

func TestAStoreThatComesAndGoesDoesNotFillTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var polls atomic.Int64
		var flaky atomic.Bool
		states := []error{errors.New("one trouble"), errors.New("another trouble"), nil}
		f := follows(t, func(_ context.Context, name string) error {
			if name != "log/" || !flaky.Load() {
				return nil
			}
			return states[polls.Add(1)%3]
		})
		flaky.Store(true)
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		lines := strings.Count(f.log.String(), "\n")
		t.Logf("%d polls, %d lines", polls.Load(), lines)
		if lines < 30 || lines > 41 { // of 600: each trouble and its recovery, once a minute
			t.Errorf("%d lines in 10 minutes:\n%s", lines, f.log.String())
		}
	})
}
