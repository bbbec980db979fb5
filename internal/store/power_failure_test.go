package store_test

import (
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/internal/store"
)

// disk is what is certain to be on a disk after a power failure, by the
// recorded calls so far: nothing that was not flushed.
type disk struct {
	flushed map[string]bool // files whose bytes were flushed
	linked  map[string]bool // names, of complete files if true
	pending map[string]bool // names that their folders do not have for certain
}

func diskAfter(calls []string) disk {
	d := disk{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, call := range calls {
		word := strings.Fields(call)
		switch {
		case word[0] == "mkdir":
			d.pending[word[1]] = true
		case word[0] == "link":
			if _, taken := d.linked[word[3]]; !taken {
				d.linked[word[3]], d.pending[word[3]] = d.flushed[word[1]], true
			}
		case word[0] == "fsync" && word[1] == "folder":
			for name := range d.pending {
				if path.Dir(name) == word[2] {
					delete(d.pending, name)
				}
			}
		case word[0] == "fsync":
			d.flushed[word[1]] = true
		}
	}
	return d
}

// survives reports whether a name leads to complete bytes.
func (d disk) survives(name string) bool {
	for at := name; at != "."; at = path.Dir(at) {
		if d.pending[at] {
			return false
		}
	}
	return d.linked[name]
}

// Whatever one of many writers is told, it is told when the name survives: to
// the one who made it, and to the others who found it.
func TestWhatAnyWriterWasToldSurvivesAPowerFailure(t *testing.T) {
	s, r := recorded(t)
	for i := range 20 {
		name := fmt.Sprintf("objects/%d/x", i)
		var writers sync.WaitGroup
		for range 8 {
			writers.Go(func() {
				err := s.Create(t.Context(), name, []byte("data"))
				if err != nil && !errors.Is(err, store.ErrExists) {
					t.Error(err)
				}
				r.mu.Lock()
				defer r.mu.Unlock()
				if at := "new/store/" + name; !diskAfter(r.calls).survives(at) {
					t.Errorf("%s was reported (%v) before it was durable:\n%s", name, err, strings.Join(r.calls, "\n"))
				}
			})
		}
		writers.Wait()
		for n := range r.calls {
			for linked, complete := range diskAfter(r.calls[:n]).linked {
				if !complete {
					t.Fatalf("%s appeared before its bytes were flushed", linked)
				}
			}
		}
		r.mu.Lock()
		r.calls = r.calls[:0]
		r.mu.Unlock()
	}
}
