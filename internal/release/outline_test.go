package release_test

import (
	"testing"
	"time"

	"hachinohe.example/opendata/internal/release"
)

func TestAnOutlineIsADatasetWithoutItsRows(t *testing.T) {
	s := &diary{memory: newMemory()}
	l := newLab(t, s)
	for n := range 3 {
		l.publish(release.Proposal{Sources: trees(t, []string{"id,height,kind\nt-1,1.5,松\n", "id,height,kind\nt-1,2.5,松\n", "id,height,kind\nt-1,3.5,松\n"}[n]), Reason: reasonOf(n + 1)})
	}
	shelf := l.shelf()
	whole, err := shelf.Number(t.Context(), 1, l.clock.now())
	if err != nil {
		t.Fatal(err)
	}
	want, _ := whole.Set("trees")
	s.reads.Store(0)
	got, ok, err := shelf.Outline(t.Context(), 1, "trees", l.clock.now())
	if !ok || err != nil {
		t.Fatal(ok, err)
	}
	if got.ID != "trees" || got.File != want.File || got.Table.Len() != 0 || got.Table.Columns() != want.Table.Columns() || got.CSVFile.SHA256 != want.CSVFile.SHA256 || string(got.SchemaFile.Data()) != string(want.SchemaFile.Data()) {
		t.Errorf("got %+v", got)
	}
	if s.reads.Load() != 1 {
		t.Errorf("%d objects were read, want the schema alone", s.reads.Load())
	}
	if _, err := l.repo.Withdraw(t.Context(), 2, "022039_trees.csv", "a name in it", l.clock.now()); err != nil {
		t.Fatal(err)
	}
	if err := shelf.Refresh(t.Context(), l.clock.now()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name   string
		number int
		id     string
		at     time.Time
		want   bool
	}{
		{"a dataset", 3, "trees", l.clock.now(), true},
		{"a dataset that there is not", 1, "benches", l.clock.now(), false},
		{"a dataset that was withdrawn", 2, "trees", l.clock.now(), false},
		{"before its time", 3, "trees", whole.Effective, false},
	} {
		if _, ok, err := shelf.Outline(t.Context(), c.number, c.id, c.at); ok != c.want || err != nil {
			t.Errorf("%s: %v %v", c.name, ok, err)
		}
	}
}
