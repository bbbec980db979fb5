package releasecache_test

import (
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
)

func TestASchemaOnlyDatasetHasNoRows(t *testing.T) {
	s := &countingStore{Memory: ledgertest.NewMemory()}
	l := ledgertest.New(t, s)
	for n := range 3 {
		l.Publish(ledger.Proposal{Sources: ledgertest.Trees(t, []string{"id,height,kind\nt-1,1.5,松\n", "id,height,kind\nt-1,2.5,松\n", "id,height,kind\nt-1,3.5,松\n"}[n]), Reason: ledgertest.ReasonOf(n + 1)})
	}
	cache := cacheOf(l)
	whole, err := cache.Number(t.Context(), 1, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	want, _ := whole.Set("trees")
	s.reads.Store(0)
	got, ok, err := cache.SchemaOnly(t.Context(), 1, "trees", l.Clock.Now())
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if got.ID != "trees" || got.File != want.File || got.Table.Len() != 0 || got.Table.Columns() != want.Table.Columns() || got.CSVFile.SHA256 != want.CSVFile.SHA256 || string(got.SchemaFile.Data()) != string(want.SchemaFile.Data()) {
		t.Errorf("got %+v", got)
	}
	if s.reads.Load() != 1 {
		t.Errorf("%d objects were read, want the schema alone", s.reads.Load())
	}
	if _, err := l.Repo.Withdraw(t.Context(), 2, "022039_trees.csv", "a name in it", l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		number int
		id     string
		at     time.Time
		want   bool
	}{
		{"a dataset", 3, "trees", l.Clock.Now(), true},
		{"a dataset that there is not", 1, "benches", l.Clock.Now(), false},
		{"a dataset that was withdrawn", 2, "trees", l.Clock.Now(), false},
		{"before its time", 3, "trees", whole.Effective, false},
	} {
		if _, ok, err := cache.SchemaOnly(t.Context(), c.number, c.id, c.at); ok != c.want || err != nil {
			t.Errorf("%s: %v %v", c.name, ok, err)
		}
	}
}

// Without either file a dataset is withdrawn, whatever may still be read.
func TestSchemaOnlyOfADatasetThatLostAFile(t *testing.T) {
	for _, path := range []string{"022039_trees.csv", "022039_trees.schema.json"} {
		l := ledgertest.New(t, ledgertest.NewMemory())
		twoOf(t, l)
		cache := cacheOf(l)
		if _, err := l.Repo.Withdraw(t.Context(), 1, path, "law", l.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		if set, ok, err := cache.SchemaOnly(t.Context(), 1, "trees", l.Clock.Now()); set != nil || ok || err != nil {
			t.Errorf("%s: %v %v %v", path, set, ok, err)
		}
	}
}
