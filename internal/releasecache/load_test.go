package releasecache_test

import (
	"context"
	"reflect"
	"sync/atomic"
	"testing"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// twoOf publishes the trees twice, with other headings the second time, so that
// neither file of the first release is in force.
func twoOf(t *testing.T, l *ledgertest.Lab) *release.Release {
	t.Helper()
	first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	sources := ledgertest.Version(t, 2)
	sources[0].Dataset.Title = lang.T("並木", "Rows of trees")
	l.Publish(ledger.Proposal{Sources: sources, Reason: release.Correction})
	return first
}

func TestOfADatasetThatLostAFileTheOtherStays(t *testing.T) {
	const csv, schema = "022039_trees.csv", "022039_trees.schema.json"
	for _, test := range []struct {
		name            string
		withdrawn, left []string
	}{
		{"the rows", []string{csv}, []string{schema}},
		{"the schema", []string{schema}, []string{csv}},
		{"both", []string{csv, schema}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			l := ledgertest.New(t, ledgertest.NewMemory())
			first := twoOf(t, l)
			cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			for _, path := range test.withdrawn {
				if _, err := l.Repo.Withdraw(t.Context(), 1, path, "law", l.Clock.Now()); err != nil {
					t.Fatal(err)
				}
				if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil { // what remains may go, too
					t.Fatal(err)
				}
				if _, err := cache.Number(t.Context(), 1, l.Clock.Now()); err != nil {
					t.Fatal(err)
				}
			}
			rel, err := cache.Number(t.Context(), 1, l.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			var lost, left []string
			for _, loss := range rel.Losses {
				lost = append(lost, loss.File.Path)
			}
			set, _ := first.Set("trees")
			for _, f := range rel.Remains {
				left = append(left, f.Path)
				if want := map[string][]byte{csv: set.CSVFile.Data(), schema: set.SchemaFile.Data()}[f.Path]; string(f.Data()) != string(want) {
					t.Errorf("%s holds %q", f.Path, f.Data())
				}
			}
			if !reflect.DeepEqual(lost, test.withdrawn) || !reflect.DeepEqual(left, test.left) {
				t.Errorf("lost %v, left %v", lost, left)
			}
			if _, ok := rel.Set("trees"); ok || ledgertest.WhyWithdrawn(rel) != "law" {
				t.Error("the dataset is still there")
			}
			if report := l.Sound(); len(report.Withdrawn) != len(test.withdrawn) {
				t.Errorf("verify says %v", report.Withdrawn)
			}
		})
	}
}

// What was loaded before either file was withdrawn is given out no more.
func TestALoadedReleaseLosesWhatIsWithdrawn(t *testing.T) {
	for _, path := range []string{"022039_trees.csv", "022039_trees.schema.json"} {
		l := ledgertest.New(t, ledgertest.NewMemory())
		twoOf(t, l)
		cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"", "law"} {
			rel, err := cache.Number(t.Context(), 1, l.Clock.Now())
			if err != nil {
				t.Fatal(err)
			}
			if _, ok := rel.Set("trees"); ok != (want == "") || ledgertest.WhyWithdrawn(rel) != want {
				t.Errorf("%s: there %v, withdrawn for %q", path, ok, ledgertest.WhyWithdrawn(rel))
			}
			if want != "" {
				break
			}
			if _, err := l.Repo.Withdraw(t.Context(), 1, path, "law", l.Clock.Now()); err != nil {
				t.Fatal(err)
			}
			if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// reads counts the objects that are read.
type reads struct {
	store.Store
	n atomic.Int64
}

func (r *reads) Get(ctx context.Context, name string) ([]byte, error) {
	r.n.Add(1)
	return r.Store.Get(ctx, name)
}

// Most datasets do not change from one release to the next.
func TestDatasetsThatDidNotChangeAreShared(t *testing.T) {
	r := &reads{Store: ledgertest.NewMemory()}
	l := ledgertest.New(t, r)
	all := ledgertest.City(t, nil)
	l.Publish(ledger.Proposal{Sources: all[1:], Reason: release.Initial})
	cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	before, err := cache.Number(t.Context(), 1, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	l.Publish(ledger.Proposal{Sources: all, Reason: release.NewData})
	r.n.Store(0)
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	after, err := cache.Number(t.Context(), 2, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	// The last entry known; the new one, its manifest, the new CSV and its schema,
	// and the dictionary, whose schema stays.
	t.Logf("%d objects of %d sets", r.n.Load(), len(after.Sets))
	if got := r.n.Load(); got > 7 {
		t.Errorf("%d objects were read of %d sets", got, len(after.Sets))
	}
	for i := range before.Sets {
		set, ok := after.Set(before.Sets[i].ID)
		if !ok || set.ID != "data_dictionary" && set.Table != before.Sets[i].Table {
			t.Errorf("%s is there twice", before.Sets[i].ID)
		}
	}
}
