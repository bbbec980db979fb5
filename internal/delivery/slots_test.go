package delivery_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/delivery"
)

// However many ask for one address, who asks for another is next.
func TestAddressesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := delivery.NewSlots(1)
		if err := s.Acquire(t.Context(), "/many"); err != nil {
			t.Fatal(err)
		}
		var served []string
		var all sync.WaitGroup
		ask := func(address string) {
			all.Go(func() {
				if err := s.Acquire(t.Context(), address); err != nil {
					t.Error(err)
				}
				served = append(served, address) // one at a time
				s.Release()
			})
			synctest.Wait()
		}
		for _, address := range []string{"/many", "/many", "/many", "/one", "/two", "/two"} {
			ask(address)
		}
		s.Release()
		all.Wait()
		if want := []string{"/many", "/one", "/two", "/many", "/two", "/many"}; !slices.Equal(served, want) {
			t.Errorf("%q, want %q", served, want)
		}
	})
}

// Who gives up leaves nothing behind, neither a slot taken nor a turn.
func TestWhoGivesUpHoldsNoSlot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := delivery.NewSlots(1)
		if err := s.Acquire(t.Context(), "/"); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for n, address := range []string{"/a", "/a", "/b"} {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(n+1)*time.Second)
				defer cancel()
				if err := s.Acquire(ctx, address); !errors.Is(err, context.DeadlineExceeded) {
					t.Error(address, err)
				}
			})
		}
		all.Wait()
		s.Release()
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if err := s.Acquire(ended, "/c"); err != nil {
			t.Error("a free slot is not taken:", err)
		}
		if err := s.Acquire(ended, "/c"); err == nil {
			t.Error("there are two slots")
		}
	})
}
