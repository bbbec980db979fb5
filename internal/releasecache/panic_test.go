package releasecache_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

func panics(context.Context) error { panic("a defect") }

// threeReleases are two past releases and the current one.
func threeReleases(t *testing.T, b *broken) (*ledgertest.Lab, []*release.Release) {
	t.Helper()
	l := ledgertest.New(t, b)
	var all []*release.Release
	for number := 1; number <= 3; number++ {
		all = append(all, l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, number), Reason: ledgertest.ReasonOf(number)}))
	}
	return l, all
}

func TestAPastReleaseWhoseReadingPanicsIsUnavailable(t *testing.T) {
	b := newBroken(ledgertest.NewMemory())
	l, all := threeReleases(t, b)
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	b.unreadable(all[0], panics)
	for range 2 {
		if _, err := cache.Number(t.Context(), 1, l.Clock.Now()); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "panic: a defect") {
			t.Errorf("release 1: %v", err)
		}
		if _, _, err := cache.Dataset(t.Context(), 1, "trees", l.Clock.Now()); fault.KindOf(err) != fault.Unavailable {
			t.Errorf("a dataset of release 1: %v", err)
		}
	}
	if r, err := cache.Number(t.Context(), 2, l.Clock.Now()); err != nil || r.Number != 2 {
		t.Errorf("release 2: %v", err)
	}
	b.repair()
	if r, err := cache.Number(t.Context(), 1, l.Clock.Now()); err != nil || r.Number != 1 {
		t.Errorf("release 1 after the repair: %v", err)
	}
}

func TestAReleaseWhoseReadingPanicsIsWithheld(t *testing.T) {
	b, l, cache := oneRelease(t)
	next := l.PublishPending(2, time.Hour)
	b.unreadable(next, panics)
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err == nil || !strings.Contains(err.Error(), "panic: a defect") {
		t.Errorf("got %v", err)
	}
	standsBeforeAndAfter(t, l, cache, next.Effective)
	b.repair()
	serves(t, l, cache, 2)
}

func TestAPollThatPanicsIsATroubleThatPasses(t *testing.T) {
	for _, name := range []string{"the entry", "the manifest", "the list"} {
		t.Run(name, func(t *testing.T) {
			b, l, cache := oneRelease(t)
			next := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
			b.spoil(map[string]string{"the entry": "log/00000002.json", "the manifest": "objects/" + next.Hash[:2] + "/" + next.Hash, "the list": "log/"}[name], panics)
			if err := cache.Poll(t.Context(), l.Clock.Now()); err == nil || !strings.Contains(cache.Trouble().Error(), "panic: a defect") {
				t.Errorf("%v, trouble: %v", err, cache.Trouble())
			}
			current(t, cache, l.Clock.Now(), 1)
			b.repair()
			serves(t, l, cache, 2)
		})
	}
}
