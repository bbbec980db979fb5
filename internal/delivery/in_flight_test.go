package delivery_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/delivery"
)

func TestBodiesUnderWayAreBounded(t *testing.T) {
	if sent, short, freed := delivery.InFlight(100, 4<<20); sent != 24 || !short || !freed {
		t.Errorf("%d bodies of 4 MiB at once, want 24; short ones at the same time: %v; all given back: %v", sent, short, freed)
	}
}

func TestTheMemoryBudgetIsNeverExceededAndGivesAllOfItToOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := delivery.NewMemoryBudget(100)
		for _, n := range []int{60, 0, 30} {
			if err := m.Acquire(t.Context(), n); err != nil {
				t.Fatal(n, err)
			}
		}
		whole := make(chan error)
		go func() { whole <- m.Acquire(t.Context(), 1000) }()
		synctest.Wait()
		if err := m.Acquire(t.Context(), 10); err != nil {
			t.Error("little waits for much:", err)
		}
		late, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := m.Acquire(late, 1); !errors.Is(err, context.DeadlineExceeded) {
			t.Error("the budget gives more than it has:", err)
		}
		for _, n := range []int{60, 30, 0, 10} {
			m.Release(n)
		}
		if err := <-whole; err != nil {
			t.Error(err)
		}
		m.Release(1000)
		if err := m.Acquire(t.Context(), 100); err != nil {
			t.Error(err)
		}
	})
}
