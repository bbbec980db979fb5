package cache_test

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"hachinohe.example/opendata/internal/cache"
)

func one(string, int) int { return 1 }

func itself(_ string, n int) int { return n }

func newMemo(limit int, size func(string, int) int) *cache.Memo[int] {
	return cache.NewMemo(cache.Options[string, int]{Limit: limit, Size: size})
}

func TestAMemoKeepsTheLastThatFit(t *testing.T) {
	for _, c := range []struct {
		name  string
		asked []int // each is as large as its number
		made  int
	}{
		{"what fits is made once", []int{1, 2, 7, 1, 2, 7}, 3},
		{"what was used least recently leaves first", []int{2, 3, 5, 2, 4, 2, 5, 3}, 6},
		{"several leave for a large one", []int{2, 3, 9, 2, 9}, 5},
		{"the last stays however large it is", []int{99, 99, 1, 1, 99}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, made := newMemo(10, itself), 0
			for _, n := range c.asked {
				if got, err := m.Compute(strconv.Itoa(n), func() (int, error) { made++; return n, nil }); got != n || err != nil {
					t.Fatal(got, err)
				}
			}
			if made != c.made {
				t.Errorf("computed %d times, want %d", made, c.made)
			}
		})
	}
}

func TestAMemoKeepsTheLastFew(t *testing.T) {
	m, made := newMemo(2, one), 0
	for _, key := range []string{"a", "b", "a", "c", "a", "b"} { // c drives b out, b then c
		if _, err := m.Compute(key, func() (int, error) { made++; return made, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if made != 4 {
		t.Errorf("computed %d times, want 4", made)
	}
}

func TestAMemoKeepsNoFailure(t *testing.T) {
	m, fault := newMemo(2, one), errors.New("not now")
	if _, err := m.Compute("a", func() (int, error) { return 0, fault }); !errors.Is(err, fault) {
		t.Error(err)
	}
	if n, err := m.Compute("a", func() (int, error) { return 7, nil }); n != 7 || err != nil {
		t.Error(n, err)
	}
}

func TestAMemoComputesABurstOnce(t *testing.T) {
	m := newMemo(2, one)
	var made atomic.Int64
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			if n, err := m.Compute("a", func() (int, error) { made.Add(1); return 7, nil }); n != 7 || err != nil {
				t.Error(n, err)
			}
		})
	}
	wg.Wait()
	if made.Load() != 1 {
		t.Errorf("computed %d times", made.Load())
	}
}

func TestWhatIsRefusedIsNotKept(t *testing.T) {
	m := cache.NewMemo(cache.Options[string, int]{Limit: 10, Size: itself, Keep: func(n int) bool { return n < 5 }})
	for _, n := range []int{3, 7} {
		if got, err := m.Compute(strconv.Itoa(n), func() (int, error) { return n, nil }); got != n || err != nil {
			t.Fatal(got, err)
		}
	}
	if values, size := m.Used(); values != 1 || size != 3 {
		t.Errorf("%d values of size %d are kept", values, size)
	}
}
