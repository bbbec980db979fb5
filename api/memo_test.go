package api_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"hachinohe.example/opendata/api"
)

func TestAMemoKeepsTheLastFew(t *testing.T) {
	m, made := api.NewMemo(2), 0
	for _, key := range []string{"a", "b", "a", "c", "a", "b"} { // c drives b out, b then c
		if _, err := m.Get(key, func() (int, error) { made++; return made, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if made != 4 {
		t.Errorf("computed %d times, want 4", made)
	}
}

func TestAMemoKeepsNoFailure(t *testing.T) {
	m, fault := api.NewMemo(2), errors.New("not now")
	if _, err := m.Get("a", func() (int, error) { return 0, fault }); !errors.Is(err, fault) {
		t.Error(err)
	}
	if n, err := m.Get("a", func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Error(n, err)
	}
}

func TestAMemoComputesABurstOnce(t *testing.T) {
	m := api.NewMemo(2)
	var made atomic.Int64
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			if n, err := m.Get("a", func() (int, error) { made.Add(1); return 7, nil }); n != 7 || err != nil {
				t.Error(n, err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("computed %d times", made.Load())
	}
}
