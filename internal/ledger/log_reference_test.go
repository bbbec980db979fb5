package ledger_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

// naive answers what a Log does by looking at every entry.
type naive []ledger.Entry

func (n naive) live() []ledger.Entry {
	return slices.DeleteFunc(slices.Clone(n), func(e ledger.Entry) bool {
		return e.Kind != release.Published || slices.ContainsFunc(n, func(c ledger.Entry) bool { return c.Cancels == e.Number })
	})
}

func (n naive) split(at time.Time) (released, pending []ledger.Entry) {
	for _, e := range n.live() {
		if e.Effective.Compare(at) <= 0 {
			released = append(released, e)
		} else {
			pending = append(pending, e)
		}
	}
	return released, pending
}

// lawful tells whether an entry may follow, by the words of the design.
func (n naive) lawful(e ledger.Entry) bool {
	live := n.live()
	if e.Kind == release.Published {
		return !slices.ContainsFunc(live, func(other ledger.Entry) bool { return e.Effective.Before(other.Effective) })
	}
	return slices.ContainsFunc(live, func(other ledger.Entry) bool {
		return other.Number == e.Cancels && other.Effective.Sub(e.Effective) >= 5*time.Second
	})
}

func TestALogAnswersAsIfItLookedAtEveryEntry(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 72))
	accepted, refused, questions := 0, 0, 0
	for range 2000 {
		var n naive
		for range rng.IntN(12) {
			e := published(len(n)+1, rng.IntN(20)+2*len(n))
			if rng.IntN(3) == 0 {
				e = cancelled(len(n)+1, rng.IntN(20)+2*len(n), 1+rng.IntN(len(n)+1))
			}
			lawful := n.lawful(e)
			_, err := ledger.NewLog(append(slices.Clone(n), e))
			if lawful != (err == nil) {
				t.Fatalf("%v after %v: lawful is %v, got %v", e, n, lawful, err)
			}
			if !lawful {
				refused++
				continue
			}
			accepted++
			n = append(n, e)
		}
		log, err := ledger.NewLog(n)
		if err != nil {
			t.Fatal(err)
		}
		for at := range 50 {
			questions++
			ask(t, log, n, second(at))
		}
	}
	t.Logf("%d entries accepted, %d refused, %d instants asked", accepted, refused, questions)
}

func ask(t *testing.T, log *ledger.Log, n naive, at time.Time) {
	t.Helper()
	released, pending := n.split(at)
	var want ledger.Entry
	if len(released) > 0 {
		want = slices.MaxFunc(released, func(a, b ledger.Entry) int { return cmp.Compare(a.Number, b.Number) })
	}
	if got, ok := log.At(at); got != want || ok != (len(released) > 0) {
		t.Fatalf("%v at %v: got %v, %v, want %v", n, at, got, ok, want)
	}
	if got := log.Released(at); !slices.Equal(got, released) {
		t.Fatalf("%v at %v: released %v, want %v", n, at, got, released)
	}
	if got := log.Pending(at); !slices.Equal(got, pending) {
		t.Fatalf("%v at %v: pending %v, want %v", n, at, got, pending)
	}
	for number := range len(n) + 2 {
		i := slices.IndexFunc(released, func(e ledger.Entry) bool { return e.Number == number })
		if got, ok := log.Number(number, at); ok != (i >= 0) || ok && got != released[i] {
			t.Fatalf("%v at %v: number %d is %v, %v", n, at, number, got, ok)
		}
	}
}
