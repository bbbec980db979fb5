package ledger_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// slowLog is a store whose log entries take long: until the caller gives up, or
// for as long as wait says.
type slowLog struct {
	store.Store
	wait func(context.Context)
}

func (s slowLog) Create(ctx context.Context, name string, data []byte) error {
	if strings.HasPrefix(name, "log/") {
		s.wait(ctx)
	}
	return s.Store.Create(ctx, name, data)
}

func TestAnEntryThatCannotBeWrittenInTimeIsNotWritten(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the time limit of a log entry")
	}
	memory := ledgertest.Folder(t)
	l := ledgertest.New(t, memory)
	l.Repo = ledger.NewRepository(slowLog{memory, func(ctx context.Context) { <-ctx.Done() }})
	start := time.Now()
	if _, err := l.Try(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial}); err == nil {
		t.Error("published")
	}
	if waited := time.Since(start); waited > 15*time.Second {
		t.Errorf("gave up after %s", waited)
	}
	if got := len(l.History().Entries()); got != 0 {
		t.Errorf("%d entries", got)
	}
}

func TestAnEntryThatCameTooLateIsReported(t *testing.T) {
	memory := ledgertest.NewMemory()
	l := ledgertest.New(t, memory)
	l.Repo = ledger.NewRepository(slowLog{memory, func(context.Context) { l.Clock.Pass(time.Minute) }})
	_, err := l.Try(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "after its effective time") {
		t.Errorf("got %v", err)
	}
}

func TestOnlyTheNewestPendingReleaseIsCancelled(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Effective: l.Clock.Now().Add(time.Hour)})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 3), Reason: release.Correction, Effective: l.Clock.Now().Add(2 * time.Hour)})
	if _, err := l.Repo.Cancel(t.Context(), 2, "", l.Clock.Now); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "opendata cancel 3") {
		t.Fatalf("got %v", err)
	}
	for _, number := range []int{3, 2} {
		if _, err := l.Repo.Cancel(t.Context(), number, "", l.Clock.Now); err != nil {
			t.Errorf("cancelling %d: %v", number, err)
		}
	}
	l.Sound()
}
