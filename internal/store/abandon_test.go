package store_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/store"
)

func TestADiskThatHangsBlocksNoCaller(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		back := make(chan struct{})
		hangs := func() ([]byte, error) { <-back; return nil, nil }
		read := store.Abandonable(1)
		begun := time.Now()
		if _, err := read(t.Context(), hangs); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 30*time.Second {
			t.Errorf("after %s: %v", time.Since(begun), err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := read(ctx, hangs); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 31*time.Second {
			t.Errorf("while the first reading keeps its slot: %v after %s", err, time.Since(begun))
		}
		close(back)
		if data, err := read(t.Context(), func() ([]byte, error) { return []byte("x"), nil }); string(data) != "x" || err != nil {
			t.Errorf("when the disk is back: %q, %v", data, err)
		}
	})
}

func TestAReadingThatPanicsIsAnErrorAndFreesItsSlot(t *testing.T) {
	read := store.Abandonable(1)
	for range 2 {
		if _, err := read(t.Context(), func() ([]byte, error) { panic("a defect") }); err == nil || !strings.HasPrefix(err.Error(), "panic: a defect") {
			t.Errorf("got %v", err)
		}
	}
}
