package main_test

import (
	"errors"
	"testing"
	"time"

	main "hachinohe.example/opendata/cmd/opendata"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

func TestCancelSaysWhyItIsTooLate(t *testing.T) {
	t.Parallel()
	address := newStore(t)
	soon, at := in(t, time.Hour)
	publish(t, address, "embedded", "initial", "--effective", soon)
	publish(t, address, shelters(t, 1), "new_data", "--effective", soon)
	if got := run(t, "cancel", "2", "--store", address); got.exit != 0 {
		t.Fatalf("got %+v", got)
	}
	s, err := store.Open(address, false, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h, err := ledger.NewRepository(s).Extend(t.Context(), ledger.Empty())
	if err != nil {
		t.Fatal(err)
	}
	instant := at.In(release.Japan()).Format(time.RFC3339)
	for _, c := range []struct {
		name         string
		number       int
		before       time.Duration
		message, fix string // in English; empty if it can be cancelled
	}{
		{"a number that nobody gave", 4, time.Minute, "there is no release 4", "opendata releases lists the numbers"},
		{"a cancellation", 3, time.Minute, "there is no release 3", "opendata releases lists the numbers"},
		{"one that was cancelled", 2, time.Minute, "release 2 is already cancelled, by entry 3", "nothing needs to be done; to publish it after all, run opendata publish again"},
		{"one that was cancelled, after its time", 2, -time.Minute, "release 2 is already cancelled, by entry 3", "nothing needs to be done; to publish it after all, run opendata publish again"},
		{"one in effect", 1, 0, "release 1 took effect at " + instant + " and cannot be cancelled", "to change published data, publish a correction (opendata publish --reason correction)"},
		{"one that servers may be switching to", 1, ledger.Lead, "release 1 takes effect at " + instant + ", in less than 5 seconds: too late to cancel it", "when it is in effect, publish a correction (opendata publish --reason correction)"},
		{"one that is pending", 1, ledger.Lead + time.Second, "", ""},
	} {
		err := main.Cancellable(h, c.number, at.Add(-c.before))
		if c.message == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		e, ok := errors.AsType[*fault.Error](err)
		if !ok || e.Message.En != c.message || len(e.Fixes) != 1 || e.Fixes[0].En != c.fix || e.Message.Ja == "" || e.Fixes[0].Ja == "" {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}
