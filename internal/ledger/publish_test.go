package ledger_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

func treeFiles(csv string) fstest.MapFS {
	return fstest.MapFS{"trees.csv": {Data: []byte(csv)}, "trees.schema.json": {Data: []byte(ledgertest.TreesSchema)}}
}

const twoTrees = "id,height,kind\nt-1,1.5,松\nt-2,3.0,桜\n"

func TestReleasesFollowOneAnother(t *testing.T) {
	ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
		t.Helper()
		l := ledgertest.New(t, s)
		first := l.Publish(ledger.Proposal{Sources: ledgertest.City(t, nil), Reason: release.Initial, Note: "最初"})
		second := l.Publish(ledger.Proposal{Sources: ledgertest.City(t, treeFiles(twoTrees)), Reason: release.NewData})
		third := l.Publish(ledger.Proposal{Sources: ledgertest.City(t, treeFiles(strings.Replace(twoTrees, "1.5", "1.50", 1))), Reason: release.Correction})
		h := l.History()
		if got, want := len(h.Entries()), 3; got != want {
			t.Fatalf("%d entries, want %d", got, want)
		}
		for i, made := range []*release.Release{first, second, third} {
			read, err := l.Repo.Release(t.Context(), h, i+1)
			if err != nil {
				t.Fatal(err)
			}
			same(t, read, made)
			if e := h.Entries()[i]; e.SHA256 != made.Hash || !e.Effective.Equal(made.Effective) || made.Effective.Sub(made.Issued) != ledger.DefaultDelay {
				t.Errorf("release %d: %v", i+1, e)
			}
		}
		if second.Previous != first.Hash || third.Previous != second.Hash || first.Previous != "" {
			t.Error("the chain is broken")
		}
		changes := release.Diff(second, third)
		want := []release.RecordChange{{Kind: release.Changed, Key: []string{"t-1"}, Fields: []release.FieldChange{{Column: "height", Old: "1.5", New: "1.50"}}}}
		if len(changes) != 1 || changes[0].Dataset != "trees" || !reflect.DeepEqual(slices.Collect(changes[0].Records.All()), want) {
			t.Errorf("got %v, want the records %v of the trees", changes, want)
		}
		report := l.Sound()
		if report.Entries != 3 || report.Head != (ledger.Head{Number: 3, SHA256: third.Hash}) || report.Leftovers != nil || report.Withdrawn != nil {
			t.Errorf("got %+v", report)
		}
	})
}

// same compares a release that was read with the one that was made.
func same(t *testing.T, read, made *release.Release) {
	t.Helper()
	if read.Hash != made.Hash || !bytes.Equal(read.Manifest, made.Manifest) || len(read.Sets) != len(made.Sets) ||
		!read.Issued.Equal(made.Issued) || !read.Effective.Equal(made.Effective) || read.Reason != made.Reason || read.Note != made.Note {
		t.Fatalf("read %v, made %v", read.Meta, made.Meta)
	}
	for i := range read.Sets {
		if !bytes.Equal(read.Sets[i].CSVFile.Data(), made.Sets[i].CSVFile.Data()) || !reflect.DeepEqual(ledgertest.Cells(&read.Sets[i]), ledgertest.Cells(&made.Sets[i])) {
			t.Errorf("release %d: %s differs", read.Number, read.Sets[i].ID)
		}
	}
}

func TestTheSameBytesAreStoredOnce(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	l.Publish(ledger.Proposal{Sources: ledgertest.City(t, nil), Reason: release.Initial})
	before := len(s.Data)
	l.Publish(ledger.Proposal{Sources: ledgertest.City(t, treeFiles(twoTrees)), Reason: release.NewData})
	// trees.csv, its schema, the dictionary, the manifest and the entry
	if got := len(s.Data) - before; got != 5 {
		t.Errorf("%d objects more, want 5", got)
	}
}

// slowly is a clock on which every look takes a while.
func slowly(c *ledgertest.Clock, d time.Duration) func() time.Time {
	return func() time.Time { return c.Pass(d) }
}

func TestStoringThatTakesTooLongPublishesNothing(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	d, err := l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial}, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Repo.Publish(t.Context(), d, slowly(l.Clock, 4*time.Second)); fault.KindOf(err) != fault.Unavailable || !strings.Contains(err.Error(), "choose a later --effective") {
		t.Errorf("got %v", err)
	}
	if report := l.Sound(); report.Entries != 0 || len(report.Leftovers) != 4 || len(report.Unlogged) != 1 {
		t.Errorf("got %+v", report)
	}
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
}

func TestADamagedBuildingBlockStopsThePublication(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	r := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	set, _ := r.Set("trees")
	name := "objects/" + set.SchemaFile.SHA256[:2] + "/" + set.SchemaFile.SHA256
	s.Data[name] = append(bytes.Clone(s.Data[name]), ' ')
	if _, err := l.Try(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction}); err == nil || fault.KindOf(err) != fault.Internal {
		t.Errorf("got %v", err)
	}
	if got := len(l.History().Entries()); got != 1 {
		t.Errorf("%d entries", got)
	}
}

func TestAReadOnlyFolderIsServedAndNotWritten(t *testing.T) {
	at := t.TempDir()
	l := ledgertest.New(t, ledgertest.Open(t, "file://"+at, store.S3Options{}))
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	if err := os.WriteFile(at+"/withdrawn", nil, 0o600); err != nil { // a file where a folder belongs
		t.Fatal(err)
	}
	if _, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now()); err != nil {
		t.Errorf("not served: %v", err)
	}
	if got := l.Verify(nil).Findings; len(got) != 1 || got[0].Name != "withdrawn" {
		t.Errorf("got %v", got)
	}
}

func TestAnEmptyStoreIsToldFromOneThatCannotBeRead(t *testing.T) {
	ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
		t.Helper()
		_, err := releasecache.New(t.Context(), ledger.NewRepository(s), ledgertest.NewClock().Now())
		if !errors.Is(err, releasecache.ErrNothingPublished) {
			t.Errorf("got %v", err)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := releasecache.New(ended, ledger.NewRepository(s), ledgertest.NewClock().Now()); err == nil || errors.Is(err, releasecache.ErrNothingPublished) {
			t.Errorf("a store that cannot be read: %v", err)
		}
		if report := ledgertest.New(t, s).Sound(); !reflect.DeepEqual(report, &ledger.Report{}) {
			t.Errorf("got %+v", report)
		}
	})
}

func TestACancelledContextPublishesNothing(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	ctx, cancel := context.WithCancel(t.Context())
	d, err := l.Repo.Prepare(ctx, ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial}, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := l.Repo.Publish(ctx, d, l.Clock.Now); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if got := len(l.History().Entries()); got != 0 {
		t.Errorf("%d entries", got)
	}
}
