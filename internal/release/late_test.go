package release_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
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
	memory := folder(t)
	l := newLab(t, memory)
	l.repo = release.NewRepository(slowLog{memory, func(ctx context.Context) { <-ctx.Done() }})
	start := time.Now()
	if _, err := l.try(release.Proposal{Sources: version(t, 1), Reason: release.Initial}); err == nil {
		t.Error("published")
	}
	if waited := time.Since(start); waited > 15*time.Second {
		t.Errorf("gave up after %s", waited)
	}
	if got := len(l.history().Entries()); got != 0 {
		t.Errorf("%d entries", got)
	}
}

func TestAnEntryThatCameTooLateIsReported(t *testing.T) {
	memory := newMemory()
	l := newLab(t, memory)
	l.repo = release.NewRepository(slowLog{memory, func(context.Context) { l.clock.pass(time.Minute) }})
	_, err := l.try(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
	if fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "after its time had come") {
		t.Errorf("got %v", err)
	}
}

func TestOnlyTheNewestPendingReleaseIsCancelled(t *testing.T) {
	l := newLab(t, newMemory())
	l.publish(release.Proposal{Sources: version(t, 1), Reason: release.Initial})
	l.publish(release.Proposal{Sources: version(t, 2), Reason: release.Correction, Effective: l.clock.now().Add(time.Hour)})
	l.publish(release.Proposal{Sources: version(t, 3), Reason: release.Correction, Effective: l.clock.now().Add(2 * time.Hour)})
	if _, err := l.repo.Cancel(t.Context(), 2, "", l.clock.now); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "opendata cancel 3") {
		t.Fatalf("got %v", err)
	}
	for _, number := range []int{3, 2} {
		if _, err := l.repo.Cancel(t.Context(), number, "", l.clock.now); err != nil {
			t.Errorf("cancelling %d: %v", number, err)
		}
	}
	l.sound()
}
