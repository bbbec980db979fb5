package comparison_test

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

// It is made once for all who page through it, and not before somebody needs it.
func TestAComparisonIsMadeOnce(t *testing.T) {
	a := trees(t)
	c := a.compare(1, 3)
	if a.made != 0 {
		t.Error("made before it is needed")
	}
	for _, comparison := range []*comparison.Comparison{c, c, a.compare(1, 3)} {
		if err := comparison.Make(); err != nil {
			t.Fatal(err)
		}
		if changes, err := comparison.Changes(); err != nil || len(changes) != 1 {
			t.Errorf("%v %v", changes, err)
		}
	}
	if a.made != 1 {
		t.Errorf("made %d times", a.made)
	}
	a.rows(3, 1, "")
	a.rows(1, 2, "")
	if a.made != 3 {
		t.Errorf("three comparisons are made %d times", a.made)
	}
}

// What failed is tried again for the next who asks.
func TestAComparisonThatFailed(t *testing.T) {
	a := trees(t)
	a.fail = errors.New("not now")
	c := a.compare(1, 3)
	if err := c.Make(); err == nil {
		t.Error("the failure is not told")
	}
	if list, err := c.Sections(""); err == nil || list != nil {
		t.Errorf("got %v %v", list, err)
	}
	if got := a.rows(1, 3, ""); len(got) != 4 {
		t.Errorf("%d rows", len(got))
	}
}

// A release that is pending cannot be told from one that does not exist.
func TestReleasesThatAreNotThere(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	l.PublishPending(3, time.Hour)
	a := archiveOf(t, l)
	for _, c := range []struct {
		from, to int
		now      time.Time
		there    bool
	}{
		{1, 2, l.Clock.Now(), true},
		{1, 3, l.Clock.Now(), false},
		{3, 1, l.Clock.Now(), false},
		{1, 9, l.Clock.Now(), false},
		{9, 1, l.Clock.Now(), false},
		{1, 2, first.Effective, false},
		{2, 1, first.Effective, false},
	} {
		_, err := a.maker.Compare(t.Context(), c.from, c.to, c.now)
		if (err == nil) != c.there || err != nil && fault.KindOf(err) != fault.NotFound {
			t.Errorf("%d and %d at %v: %v", c.from, c.to, c.now, err)
		}
	}
}

func TestNewer(t *testing.T) {
	a := trees(t)
	for _, c := range []struct{ from, to, want int }{{1, 3, 3}, {3, 1, 3}, {2, 2, 2}} {
		if got := a.compare(c.from, c.to).Newer().Number; got != c.want {
			t.Errorf("of %d and %d it is %d", c.from, c.to, got)
		}
	}
}

// A dataset that either release has can be asked for, and none else.
func TestTheDatasetOfAComparison(t *testing.T) {
	const csv = "id,height,kind\nt-1,1.5,松\n"
	benches := own(t, "benches", ofBenches, "id\nb-1\n")
	a := published(t, map[int]release.Reason{2: release.UnitChange},
		[]dataset.Source{own(t, "trees", inMetres, csv)}, []dataset.Source{own(t, "trees", inCentimetres, csv), benches})
	for _, c := range []*comparison.Comparison{a.compare(1, 2), a.compare(2, 1)} {
		for _, id := range []string{"", "trees", "benches"} {
			if err := c.Has(id); err != nil {
				t.Errorf("%q: %v", id, err)
			}
		}
		err := c.Has("bench")
		if fault.KindOf(err) != fault.NotFound || !strings.Contains(err.Error(), "no such dataset: bench") || !strings.Contains(err.Error(), "nearest: benches") {
			t.Errorf("got %v", err)
		}
		if set, ok := c.Dataset("trees"); !ok || set.Title != mustHave(t, c.To, "trees").Title {
			t.Errorf("the trees of %d are %v", c.To.Number, set)
		}
		if set, ok := c.Dataset("benches"); !ok || set.ID != "benches" {
			t.Errorf("the benches are %v", set)
		}
		if _, ok := c.Dataset("bench"); ok {
			t.Error("there is a dataset that neither has")
		}
	}
}

func mustHave(t *testing.T, rel *release.Release, id string) *release.Set {
	t.Helper()
	set, ok := rel.Set(id)
	if !ok {
		t.Fatalf("release %d has no %s", rel.Number, id)
	}
	return set
}

// What was withdrawn is a row, leads the others, and is said of the dataset.
func TestWhatWasWithdrawn(t *testing.T) {
	a := trees(t)
	a.withdraw(2, treesCSV)
	row := [][]string{{"trees", "withdrawn", "{}", "-", "-", "-", "-", "2", "correction"}}
	for _, c := range [][2]int{{2, 3}, {3, 2}, {2, 2}} {
		expect(t, "withdrawn", a.rows(c[0], c[1], ""), row)
		expect(t, "withdrawn of the trees", a.rows(c[0], c[1], "trees"), row)
		if got := a.rows(c[0], c[1], "benches"); len(got) != 0 {
			t.Errorf("of another dataset: %v", got)
		}
		comparison := a.compare(c[0], c[1])
		if err := comparison.Has("trees"); fault.KindOf(err) != fault.Gone {
			t.Errorf("got %v", err)
		}
		if comparison.Final() {
			t.Errorf("%v is final", c)
		}
	}
	if got := a.compare(2, 3).Losses(); !reflect.DeepEqual(got, []comparison.Loss{{Release: 2, Dataset: "trees", Path: treesCSV}}) {
		t.Errorf("got %v", got)
	}
}

// What lies between two releases has a say in their comparison, what lies beside
// them has none.
func TestWhatIsFinal(t *testing.T) {
	a := trees(t)
	before := a.compare(1, 3)
	beside := a.compare(3, 4)
	if !before.Final() || !beside.Final() {
		t.Error("nothing was withdrawn, but they are not final")
	}
	if before.Identity() == a.compare(3, 1).Identity() || before.Identity() == a.compare(1, 4).Identity() || before.Identity() != a.compare(1, 3).Identity() {
		t.Error("a comparison is not told from another")
	}
	if err := before.Make(); err != nil {
		t.Fatal(err)
	}
	a.withdraw(2, treesCSV)
	after := a.compare(1, 3)
	if after.Final() || after.Identity() == before.Identity() {
		t.Error("a withdrawal in between changes nothing")
	}
	if again := a.compare(3, 4); !again.Final() || again.Identity() != beside.Identity() {
		t.Error("a withdrawal elsewhere matters")
	}
	expect(t, "brought by the next release that shows it", a.rows(1, 3, "")[:1], [][]string{
		{"trees", "changed", `{"id":"t-1"}`, "height", "-", "1.5", "2.5", "3", "correction"},
	})
}

// Comparisons are kept by the memory that they hold.
func TestTheSizeOfAComparison(t *testing.T) {
	const csv = "id,height,kind\nt-1,1.5,松\n"
	benches := own(t, "benches", ofBenches, "id\nb-1\n")
	a := published(t, map[int]release.Reason{2: release.UnitChange},
		[]dataset.Source{own(t, "trees", inMetres, csv)}, []dataset.Source{own(t, "trees", inCentimetres, csv), benches})
	changes, err := a.compare(1, 2).Changes()
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for i := range changes {
		want += changes[i].Records.Size()
	}
	if got := comparison.Size("key", changes); got != want+comparison.EntryBytes+3 || got < len(csv) {
		t.Errorf("%d bytes, want %d", got, want)
	}
}
