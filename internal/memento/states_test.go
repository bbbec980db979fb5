package memento_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

const benchesSchema = `{"title": "ベンチ", "primaryKey": "id", "fields": [{"name": "id"}]}`

var errNothing = errors.New("no response")

// reading is a store that notes what is read, and may fail.
type reading struct {
	*ledgertest.Memory

	mu    sync.Mutex // files of a release are read at once
	names []string
	fails bool
}

func (r *reading) Get(ctx context.Context, name string) ([]byte, error) {
	r.mu.Lock()
	r.names = append(r.names, name)
	r.mu.Unlock()
	if r.fails {
		return nil, ledgertest.ErrInjected
	}
	return r.Memory.Get(ctx, name)
}

// parks publishes four releases, of which the third brings the benches and the
// others another height of a tree, and one that is pending.
func parks(t *testing.T) (*ledgertest.Lab, *reading, *releasecache.Cache) {
	t.Helper()
	store := &reading{Memory: ledgertest.NewMemory()}
	l := ledgertest.New(t, store)
	benches, err := dataset.ParseTableSchema("benches", []byte(benchesSchema))
	if err != nil {
		t.Fatal(err)
	}
	for number, height := range []int{0, 1, 2, 2, 4, 5} {
		if number == 0 {
			continue
		}
		p := ledger.Proposal{Sources: ledgertest.Version(t, height), Reason: ledgertest.ReasonOf(number)}
		if number >= 3 {
			p.Sources = append(p.Sources, dataset.Source{Dataset: benches, CSV: []byte("id\nb-1\n")})
		}
		if number == 5 {
			p.Effective = l.Clock.Now().Add(time.Hour)
		}
		l.Publish(p)
	}
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	store.names = nil
	return l, store, cache
}

// answered asks for states, and says in which releases there is a response and of
// which releases that was asked.
func answered(t *testing.T, l *ledgertest.Lab, cache *releasecache.Cache, needs memento.Needs, ask func(*release.Release) error) string {
	t.Helper()
	var of []int
	found, err := memento.NewStates(cache).Of(t.Context(), needs, memento.Part{Limit: 1000}, l.Clock.Now(), func(rel *release.Release) error {
		of = append(of, rel.Number)
		if m, _ := cache.History().Manifest(rel.Number); needs.Datasets && 2*(len(rel.Sets)+len(rel.Losses)) != len(m.Files) {
			t.Errorf("release %d has %d of %d files", rel.Number, 2*len(rel.Sets), len(m.Files))
		}
		return ask(rel)
	})
	if err != nil {
		t.Fatal(err)
	}
	var numbers []int
	for _, e := range found {
		numbers = append(numbers, e.Number)
	}
	return fmt.Sprintf("%v of %v", numbers, of)
}

func hasBenches(rel *release.Release) error {
	if _, ok := rel.Set("benches"); !ok {
		return errNothing
	}
	return nil
}

// It is asked again only where what it is asked over is not as it was in the
// release before.
func TestStates(t *testing.T) {
	l, _, cache := parks(t)
	tall := func(rel *release.Release) error { // the row of the second and third release
		set, ok := rel.Set("trees")
		if !ok {
			return errNothing
		}
		if _, ok := set.Table.Find("height", "2.5"); !ok {
			return errNothing
		}
		return nil
	}
	for _, c := range []struct {
		name  string
		needs memento.Needs
		ask   func(*release.Release) error
		want  string
	}{
		{"whatever a release has", memento.Needs{}, func(rel *release.Release) error {
			if len(rel.Sets) > 0 {
				t.Errorf("release %d has datasets, and none is needed", rel.Number)
			}
			return nil
		}, "[1 2 3 4] of [1]"},
		{"nothing anywhere", memento.Needs{}, func(*release.Release) error { return errNothing }, "[] of [1]"},
		{"a dataset", memento.Needs{Datasets: true}, hasBenches, "[3 4] of [1 3]"},
		{"rows of a dataset", memento.Needs{Datasets: true, Rows: []string{"trees"}}, tall, "[2 3] of [1 2 3 4]"},
		{"rows of another dataset", memento.Needs{Datasets: true, Rows: []string{"benches"}}, hasBenches, "[3 4] of [1 3]"},
		{"rows that are not needed", memento.Needs{Datasets: true}, tall, "[] of [1 3]"},
	} {
		if got := answered(t, l, cache, c.needs, c.ask); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Of a dataset whose rows are not needed the schema alone is read, and not again
// for the next who asks.
func TestSchemasAreEnough(t *testing.T) {
	l, store, cache := parks(t)
	states := memento.NewStates(cache)
	of := func() []string {
		store.names = nil
		if _, err := states.Of(t.Context(), memento.Needs{Datasets: true}, memento.Part{Limit: 1000}, l.Clock.Now(), hasBenches); err != nil {
			t.Fatal(err)
		}
		return store.names
	}
	read := of()
	h := cache.History()
	for _, e := range h.Released(l.Clock.Now()) {
		m, _ := h.Manifest(e.Number)
		for _, f := range m.Files {
			if strings.HasSuffix(f.Path, ".csv") && slices.ContainsFunc(read, func(name string) bool { return strings.HasSuffix(name, f.SHA256) }) {
				t.Errorf("%s of release %d was read", f.Path, e.Number)
			}
		}
	}
	if again := of(); len(read) == 0 || len(again) > 0 {
		t.Errorf("%d objects were read, then %d", len(read), len(again))
	}
}

// What was withdrawn is no dataset that there never was.
func TestStatesOfWhatWasWithdrawn(t *testing.T) {
	l, _, cache := parks(t)
	if _, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "a name in it", l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	ask := func(rel *release.Release) error {
		_, gone := rel.Withdrawn("trees")
		if _, there := rel.Set("trees"); there == gone || gone != (rel.Number == 1) {
			t.Errorf("release %d: there %v, withdrawn %v", rel.Number, there, gone)
		}
		if gone {
			return errNothing
		}
		return nil
	}
	for _, rows := range [][]string{nil, {"trees"}} {
		if got := answered(t, l, cache, memento.Needs{Datasets: true, Rows: rows}, ask); !strings.HasPrefix(got, "[2 3 4] of [1 2") {
			t.Errorf("with the rows of %v: %s", rows, got)
		}
	}
}

// The list is whole or it is none.
func TestStatesThatCannotBeRead(t *testing.T) {
	l, store, cache := parks(t)
	store.fails = true
	for _, rows := range [][]string{nil, {"trees"}} {
		found, err := memento.NewStates(cache).Of(t.Context(), memento.Needs{Datasets: true, Rows: rows}, memento.Part{Limit: 1000}, l.Clock.Now(), hasBenches)
		if found != nil || fault.KindOf(err) != fault.Unavailable || !errors.Is(err, ledgertest.ErrInjected) {
			t.Errorf("with the rows of %v: %v %v", rows, found, err)
		}
	}
}
