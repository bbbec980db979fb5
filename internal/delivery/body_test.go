package delivery_test

import (
	"errors"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
)

func TestABurstOfOneRequestBuildsOnce(t *testing.T) {
	c := delivery.NewBodies(1 << 20)
	var built atomic.Int64
	begin := make(chan struct{})
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			<-begin
			body, err := c.Compute("key", func() ([]byte, error) {
				built.Add(1)
				return []byte("body"), nil
			})
			if err != nil || string(body) != "body" {
				t.Errorf("got %q, %v", body, err)
			}
		})
	}
	close(begin)
	wg.Wait()
	if built.Load() != 1 {
		t.Errorf("built %d times", built.Load())
	}
}

func TestTheCacheStaysBounded(t *testing.T) {
	const limit = 10_000
	c := delivery.NewBodies(limit)
	for i := range 1000 {
		if _, err := c.Compute(strconv.Itoa(i), func() ([]byte, error) { return make([]byte, i%700), nil }); err != nil {
			t.Fatal(err)
		}
		if c.Used() > limit {
			t.Fatalf("after %d answers the cache holds %d bytes", i+1, c.Used())
		}
	}
	if c.Used() < limit/2 {
		t.Errorf("the cache holds %d bytes only", c.Used())
	}
}

func TestTheLeastRecentlyUsedAnswerLeaves(t *testing.T) {
	c := delivery.NewBodies(2 * (2*100 + 1 + delivery.EntryBytes))
	hundred := func() ([]byte, error) { return make([]byte, 100), nil }
	for _, key := range []string{"a", "b", "a", "c"} {
		if _, err := c.Compute(key, hundred); err != nil {
			t.Fatal(err)
		}
	}
	if !c.Has("a") || c.Has("b") || !c.Has("c") {
		t.Errorf("kept: a %t, b %t, c %t", c.Has("a"), c.Has("b"), c.Has("c"))
	}
}

func TestWhatIsNotKept(t *testing.T) {
	errBuild := errors.New("cannot be built")
	cases := []struct {
		name  string
		limit int
		body  []byte
		err   error
	}{
		{"a failure", 1 << 20, nil, errBuild},
		{"an answer larger than one may be", 1 << 30, make([]byte, delivery.MaxKeptBody+1), nil},
		{"an answer larger than the cache", 10, make([]byte, 100), nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			cache := delivery.NewBodies(c.limit)
			for range 2 {
				body, err := cache.Compute("key", func() ([]byte, error) { return c.body, c.err })
				if !errors.Is(err, c.err) || len(body) != len(c.body) {
					t.Errorf("got %d bytes, %v", len(body), err)
				}
			}
			if cache.Has("key") || cache.Used() != 0 {
				t.Errorf("kept; %d bytes are counted", cache.Used())
			}
		})
	}
}
