package releasecache_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// flaky is a store whose answers a test can spoil.
type flaky struct {
	store.Store
	fault atomic.Pointer[spoiled]
}

type spoiled struct {
	err   error               // of every operation
	data  func([]byte) []byte // what becomes of the bytes read
	names func([]string) []string
	slow  bool // wait until the caller gives up
}

func (m *flaky) Get(ctx context.Context, name string) ([]byte, error) {
	now := m.fault.Load()
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

func (m *flaky) List(ctx context.Context, prefix, after string) ([]string, error) {
	now := m.fault.Load()
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

func TestACacheKeepsTheLastGoodReleaseAndRecovers(t *testing.T) {
	flip := func(data []byte) []byte {
		data = slices.Clone(data)
		if len(data) > 0 {
			data[len(data)/2] ^= 1
		}
		return data
	}
	for _, test := range []struct {
		name  string
		fault spoiled
		want  string
	}{
		{"it answers errors", spoiled{err: ledgertest.ErrInjected}, "injected failure"},
		{"it says that nothing exists", spoiled{err: store.ErrNotFound}, "not found"},
		{"it does not answer in time", spoiled{slow: true}, "context deadline exceeded"},
		{"it cuts answers short", spoiled{data: func(data []byte) []byte { return data[:len(data)/2] }}, ""},
		{"it answers nothing", spoiled{data: func([]byte) []byte { return nil }}, ""},
		{"it answers other bytes", spoiled{data: flip}, ""},
		{"it answers more bytes", spoiled{data: func(data []byte) []byte { return append(slices.Clone(data), '\n') }}, ""},
		{"it answers a page of HTML", spoiled{data: func([]byte) []byte { return []byte("<html>Log in") }}, ""},
		{"it lists nothing", spoiled{names: func([]string) []string { return nil }}, "shorter than it was"},
		{"it lists the beginning only", spoiled{names: func([]string) []string { return []string{"log/00000001.json"} }}, "the log has"},
		{"it lists from the end", spoiled{names: func(names []string) []string { return names[min(1, len(names)):] }}, "the log has"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := &flaky{Store: ledgertest.NewMemory()}
			m.fault.Store(&spoiled{})
			l := ledgertest.New(t, m)
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
			cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 3), Reason: release.Correction})
			m.fault.Store(&test.fault)
			patience := time.Minute // a busy machine must not look like a store that does not answer
			if test.fault.slow {
				patience = 10 * time.Millisecond
			}
			for range 3 {
				ctx, cancel := context.WithTimeout(t.Context(), patience)
				if err := cache.Refresh(ctx, l.Clock.Now()); err == nil || cache.Trouble() == nil || !strings.Contains(cache.Trouble().Error(), test.want) {
					t.Errorf("refreshing: %v, trouble: %v, want %q", err, cache.Trouble(), test.want)
				}
				cancel()
				if r, err := cache.At(t.Context(), l.Clock.Now()); err != nil || r.Number != 2 {
					t.Errorf("serves %v, %v", r, err)
				}
			}
			m.fault.Store(&spoiled{})
			serves(t, l, cache, 3)
			if err := cache.Trouble(); err != nil {
				t.Errorf("still in trouble: %v", err)
			}
		})
	}
}

func TestAPendingReleaseThatIsDamagedIsNeverServed(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	next := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Effective: l.Clock.Now().Add(time.Hour)})
	set, _ := next.Set("trees")
	name := "objects/" + set.CSVFile.SHA256[:2] + "/" + set.CSVFile.SHA256
	good := s.Data[name]
	s.Data[name] = good[1:]
	l.Clock.Pass(2 * time.Hour)
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err == nil || !strings.Contains(err.Error(), name) {
		t.Errorf("got %v", err)
	}
	if r, err := cache.At(t.Context(), l.Clock.Now()); err != nil || r.Number != 1 {
		t.Errorf("serves %v, %v", r, err)
	}
	s.Data[name] = good
	serves(t, l, cache, 2)
}

// serves refreshes a cache and checks which release it serves.
func serves(t *testing.T, l *ledgertest.Lab, cache *releasecache.Cache, number int) {
	t.Helper()
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	r, err := cache.At(t.Context(), l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	set, _ := r.Set("trees")
	if got, want := set.Table.Text(1, 0), fmt.Sprintf("%d.5", number); r.Number != number || got != want {
		t.Errorf("release %d with %s is served, want %d with %s", r.Number, got, number, want)
	}
}
