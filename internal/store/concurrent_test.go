package store_test

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"

	"hachinohe.example/opendata/internal/store"
)

func TestOfManyWritersOneWins(t *testing.T) {
	names := 50
	if testing.Short() {
		names = 10
	}
	for _, writers := range []int{2, 20} {
		t.Run(fmt.Sprintf("%d writers", writers), func(t *testing.T) {
			withEveryBackend(t, func(t *testing.T, s store.Store) {
				t.Helper()
				for i := range names {
					race(t, s, fmt.Sprintf("log/%08d.json", i+1), writers)
				}
			})
		})
	}
}

func race(t *testing.T, s store.Store, name string, writers int) {
	t.Helper()
	var (
		wg    sync.WaitGroup
		start = make(chan struct{})
		errs  = make([]error, writers)
	)
	for i := range writers {
		wg.Go(func() {
			<-start
			errs[i] = s.Create(t.Context(), name, bytesOf(i))
		})
	}
	close(start)
	wg.Wait()
	var winners []int
	for i, err := range errs {
		switch {
		case err == nil:
			winners = append(winners, i)
		case !errors.Is(err, store.ErrExists):
			t.Errorf("%s: writer %d: %v", name, i, err)
		}
	}
	if len(winners) != 1 {
		t.Fatalf("%s: the winners are %v, must be one", name, winners)
	}
	want(t, s, name, bytesOf(winners[0]))
}

// bytesOf is what a writer writes: of a length and content of its own.
func bytesOf(writer int) []byte { return bytes.Repeat([]byte{byte('a' + writer)}, 1000+writer) }

func TestEveryStoreIsExclusiveAndProbingItLeavesNothing(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		create(t, s, "log/1", "first")
		for range 2 {
			if err := store.Exclusive(t.Context(), s); err != nil {
				t.Error(err)
			}
		}
		if got, err := s.List(t.Context(), "", ""); err != nil || !reflect.DeepEqual(got, []string{"log/1"}) {
			t.Errorf("listed %q, %v", got, err)
		}
	})
}

func TestAStoreIsUsedByManyAtOnce(t *testing.T) {
	withEveryBackend(t, func(t *testing.T, s store.Store) {
		t.Helper()
		create(t, s, "log/1", "first")
		var users sync.WaitGroup
		for i := range 8 {
			users.Go(func() {
				for round := range 20 {
					use(t, s, fmt.Sprintf("objects/%d/%d", i, round))
				}
			})
		}
		users.Wait()
		if got, err := s.List(t.Context(), "", ""); err != nil || !reflect.DeepEqual(got, []string{"log/1"}) {
			t.Errorf("listed %q, %v", got, err)
		}
	})
}

// use does everything once with a name of one's own and one that all read.
func use(t *testing.T, s store.Store, name string) {
	t.Helper()
	if err := s.Create(t.Context(), name, []byte(name)); err != nil {
		t.Error(err)
	}
	want(t, s, name, []byte(name))
	want(t, s, "log/1", []byte("first"))
	if got, err := s.List(t.Context(), name, ""); err != nil || !slices.Contains(got, name) {
		t.Errorf("listed %q, %v, want %s", got, err, name)
	}
	if err := s.Delete(t.Context(), name); err != nil {
		t.Error(err)
	}
	want(t, s, name, nil)
}
