package releasecache_test

import (
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// A pending release that goes back to what a past one had does not tell so: the
// past one is there no sooner.
func TestPastReleasesDoNotTellOfPendingOnes(t *testing.T) {
	b := newBroken(ledgertest.NewMemory())
	l := ledgertest.New(t, b)
	first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	pending := l.PublishPending(1, time.Hour)
	a, _ := first.Set("trees")
	if again, _ := pending.Set("trees"); again.CSVFile.SHA256 != a.CSVFile.SHA256 {
		t.Fatal("the pending release has other trees")
	}
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	b.unreadable(first, refuses)
	if _, err := cache.Number(t.Context(), 1, l.Clock.Now()); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("release 1, which cannot be read, is there: %v", err)
	}
	serves(t, l, cache, 2)
	b.repair()
	for range 2 {
		if _, err := cache.Number(t.Context(), 1, l.Clock.Now()); err != nil {
			t.Errorf("release 1: %v", err)
		}
		b.unreadable(first, refuses) // it is kept
	}
}
