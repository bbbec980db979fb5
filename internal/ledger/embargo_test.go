package ledger_test

import (
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// embargoed is a log with a release in effect, a cancelled one with its
// cancellation, and a pending one that takes effect at second 100.
func embargoed(t *testing.T) *ledger.Log {
	t.Helper()
	log, err := ledger.NewLog([]ledger.Entry{published(1, 0), published(2, 90), cancelled(3, 10, 2), published(4, 100)})
	if err != nil {
		t.Fatal(err)
	}
	return log
}

func TestUnderEmbargoAReleaseCannotBeToldFromOneThatDoesNotExist(t *testing.T) {
	log := embargoed(t)
	for _, number := range []int{-1, 0, 2, 3, 4, 5} { // unknown, cancelled, a cancellation, pending
		for _, at := range []time.Time{second(-1), second(0), second(95), second(100).Add(-1)} {
			if e, ok := log.Number(number, at); ok || e != (ledger.Entry{}) {
				t.Errorf("number %d is %v at %v", number, e, at)
			}
		}
	}
}

func TestAReleaseIsPublicFromItsEffectiveTimeOn(t *testing.T) {
	log := embargoed(t)
	for _, test := range []struct {
		name              string
		at                time.Time
		current           int
		released, pending int
	}{
		{"before the first", second(0).Add(-1), 0, 0, 2},
		{"at the instant of the first", second(0), 1, 1, 1},
		{"at the instant of the cancelled one", second(90), 1, 1, 1},
		{"just before the pending one", second(100).Add(-1), 1, 1, 1},
		{"at its instant", second(100), 4, 2, 0},
		{"after it", second(101), 4, 2, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			e, ok := log.At(test.at)
			if e.Number != test.current || ok != (test.current > 0) {
				t.Errorf("current is %d, want %d", e.Number, test.current)
			}
			if got := len(log.Released(test.at)); got != test.released {
				t.Errorf("%d are released, want %d", got, test.released)
			}
			if got := len(log.Pending(test.at)); got != test.pending {
				t.Errorf("%d are pending, want %d", got, test.pending)
			}
			if _, ok := log.Number(4, test.at); ok != (test.current == 4) {
				t.Errorf("number 4 is public: %v", ok)
			}
		})
	}
}

func TestACommitmentIsNumberInstantAndChecksum(t *testing.T) {
	e := ledger.Entry{Number: 4, Kind: release.Published, Effective: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), SHA256: "ab", Cancels: 9}
	if got, want := e.Commitment(), (ledger.Commitment{Number: 4, Effective: "2026-12-01T09:00:00+09:00", SHA256: "ab"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestOnlyACancellationIsPublicAtOnce(t *testing.T) {
	log := embargoed(t)
	for number := -1; number <= 5; number++ {
		if _, ok := log.Cancellation(number); ok != (number == 3) {
			t.Errorf("entry %d is a cancellation: %v", number, ok)
		}
	}
}

func TestALogKnowsItsEntries(t *testing.T) {
	log := embargoed(t)
	if log.Len() != 4 || log.Entry(3).Cancels != 2 {
		t.Errorf("%d entries, the third is %+v", log.Len(), log.Entry(3))
	}
	if got := log.UncancelledFrom(0); len(got) != 2 || got[0].Number != 1 || got[1].Number != 4 {
		t.Errorf("not cancelled are %v", got)
	}
}
