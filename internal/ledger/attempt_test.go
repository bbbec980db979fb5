package ledger_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

func TestOfEqualProposalsInTheSameSecondOneWins(t *testing.T) {
	ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
		t.Helper()
		l := ledgertest.New(t, s)
		const publishers = 10
		drafts := make([]*ledger.Draft, publishers)
		for i := range drafts {
			var err error
			if drafts[i], err = l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial}, l.Clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
		var wg sync.WaitGroup
		made, errs := make([]*release.Release, publishers), make([]error, publishers)
		for i, d := range drafts {
			wg.Go(func() { made[i], errs[i] = l.Repo.Publish(t.Context(), d, l.Clock.Now) })
		}
		wg.Wait()
		head, _ := l.History().Head()
		winners := 0
		for i, err := range errs {
			switch {
			case err == nil && made[i].Hash == head.SHA256:
				winners++
			case fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "somebody else wrote entry 1 first"):
				t.Errorf("publisher %d: %v, %v", i, made[i], err)
			}
		}
		if winners != 1 {
			t.Errorf("%d publishers were told that they won", winners)
		}
		l.Sound()
	})
}

func TestTheEmbeddedReleaseHasNoAttempt(t *testing.T) {
	if m := string(ledgertest.EmbeddedRelease(t).Manifest); strings.Contains(m, "attempt") {
		t.Errorf("its manifest is not the same for every copy of the program: %s", m)
	}
}

// unflushed is a store whose first log entry stands but was not flushed; asked
// again, it answers with then.
type unflushed struct {
	store.Store
	asked int
	then  error
}

func (u *unflushed) Create(ctx context.Context, name string, data []byte) error {
	if !strings.HasPrefix(name, "log/") {
		return u.Store.Create(ctx, name, data)
	}
	u.asked++
	if u.asked == 1 {
		_ = u.Store.Create(ctx, name, data)
		return ledgertest.ErrInjected
	}
	return u.then
}

func TestAnEntryThatMayNotSurviveIsNotReportedAsStored(t *testing.T) {
	for _, test := range []struct {
		name string
		then error
		want string
	}{
		{"flushed when asked again", store.ErrExists, ""},
		{"still not flushed", ledgertest.ErrInjected, "it is not certain whether release 1 was published"},
	} {
		t.Run(test.name, func(t *testing.T) {
			u := &unflushed{Store: ledgertest.NewMemory(), then: test.then}
			_, err := ledgertest.New(t, u).Try(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
			if u.asked != 2 || (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("asked %d times, got %v", u.asked, err)
			}
		})
	}
}
