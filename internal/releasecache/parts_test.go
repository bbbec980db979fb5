package releasecache_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/releasecache"
)

func TestPastDatasetsAreKeptWithinABudgetOfBytes(t *testing.T) {
	const all, half = releasecache.MaxPastBytes, releasecache.MaxPastBytes / 2
	sizes := map[string]int{"a": half, "b": half, "c": half, "small": 2000, "large": 2 * all}
	for _, test := range []struct {
		name    string
		current string
		read    string
		want    string
	}{
		{"two that just fit", "", "a b", "a b"},
		{"the last two of three", "", "a b c", "b c"},
		{"one that is in two releases counts once", "", "a b a", "a b"},
		{"one that is in the current release takes no place", "large", "a large b", "a b"},
		{"the last one, though it is too large", "", "a large", "large"},
		{"a small one after a large one", "", "large small", "small"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := releasecache.Kept(test.current, strings.Fields(test.read), sizes); !slices.Equal(got, strings.Fields(test.want)) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

// yearly are sources of which the trees differ in every release, and so does what
// refers to them.
func yearly(tb testing.TB, number int) ledger.Proposal {
	tb.Helper()
	trees := strings.Replace(ledgertest.TreesSchema, `"樹種"`, `"樹種", "refers_to": "kinds.id"`, 1)
	return ledger.Proposal{Sources: ledgertest.City(tb, fstest.MapFS{
		"kinds.csv":         {Data: []byte("id,name\n松,Pine\n桜,Cherry\n")},
		"kinds.schema.json": {Data: []byte(`{"fields": [{"name": "id"}, {"name": "name", "title": "名"}], "primaryKey": "id"}`)},
		"trees.csv":         {Data: fmt.Appendf(nil, "id,height,kind\nt-1,%d.5,松\n", number)},
		"trees.schema.json": {Data: []byte(trees)},
		"walks.csv":         {Data: fmt.Appendf(nil, "id,steps\nw-1,%d\n", number)},
		"walks.schema.json": {Data: []byte(`{"fields": [{"name": "id"}, {"name": "steps", "title": "歩数", "type": "integer"}], "primaryKey": "id"}`)},
	}), Reason: ledgertest.ReasonOf(number)}
}

func newYears(t *testing.T, releases int) (*ledgertest.Lab, *reads, *releasecache.Cache) {
	t.Helper()
	r := &reads{Store: ledgertest.NewMemory()}
	l := ledgertest.New(t, r)
	for number := 1; number <= releases; number++ {
		l.Publish(yearly(t, number))
	}
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	r.n.Store(0)
	return l, r, cache
}

func TestWalkingOverManyPastReleasesReadsEachDatasetOnce(t *testing.T) {
	const releases = 12
	l, r, cache := newYears(t, releases)
	for range 2 {
		for number := 1; number < releases; number++ {
			rel, err := cache.Number(t.Context(), number, l.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			set, _ := rel.Set("trees")
			if got := set.Table.Text(1, 0); got != fmt.Sprintf("%d.5", number) || rel.Number != number {
				t.Errorf("release %d has %s", rel.Number, got)
			}
		}
		// A CSV of the trees and one of the walks; all else is in the current one.
		if got := r.n.Load(); got > 4*(releases-1) {
			t.Errorf("%d objects were read", got)
		}
	}
}

func TestOneDatasetOfAPastReleaseNeedsNoOther(t *testing.T) {
	for _, name := range []string{"trees", "022039_trees.csv"} {
		t.Run(name, func(t *testing.T) { needsNoOther(t, name) })
	}
}

func needsNoOther(t *testing.T, name string) {
	t.Helper()
	l, r, cache := newYears(t, 3)
	only, err := cache.Number(t.Context(), 1, l.Clock.Now(), name)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.n.Load(); got != 2 { // the CSV and the schema of the trees
		t.Errorf("%d objects were read", got)
	}
	if _, ok := only.Set("kinds"); !ok {
		t.Error("what the trees refer to is not there")
	}
	if _, ok := only.Set("walks"); ok {
		t.Error("the walks are there")
	}
	whole, err := cache.Number(t.Context(), 1, l.Clock.Now())
	if err != nil || whole.Identity() != only.Identity() {
		t.Errorf("%s and %s, %v", whole.Identity(), only.Identity(), err)
	}
	if _, ok := whole.Set("walks"); !ok {
		t.Error("the whole release is not whole")
	}
	a, _ := only.Set("trees")
	if b, _ := whole.Set("trees"); a.Table != b.Table {
		t.Error("the trees were read twice")
	}
}

func TestAReleaseOfWhichOneDatasetIsNeededTellsWhatElseWasWithdrawn(t *testing.T) {
	l, _, cache := newYears(t, 3)
	if _, err := cache.Number(t.Context(), 1, l.Clock.Now(), "trees"); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Repo.Withdraw(t.Context(), 1, "022039_walks.csv", "law", l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		only, err := cache.Number(t.Context(), 1, l.Clock.Now(), "trees")
		if err != nil {
			t.Fatal(err)
		}
		whole, err := cache.Number(t.Context(), 1, l.Clock.Now())
		if err != nil || len(only.Losses) != 1 || whole.Identity() != only.Identity() || only.Identity() == only.Hash {
			t.Errorf("%v, %v, %v", only.Losses, whole.Losses, err)
		}
	}
}
