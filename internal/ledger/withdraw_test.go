package ledger_test

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

func TestWithdrawalRemovesPastBytesOnly(t *testing.T) {
	ledgertest.Everywhere(t, func(t *testing.T, s store.Store) {
		t.Helper()
		l := ledgertest.New(t, s)
		first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
		cache, err := releasecache.New(t.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		refused(t, l, 1, "022039_trees.csv", "name in it", "publish a correction without these bytes first")
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Effective: l.Clock.Now().Add(time.Hour)})
		refused(t, l, 1, "022039_trees.csv", "name in it", "publish a correction without these bytes first")
		refused(t, l, 2, "022039_trees.csv", "name in it", "cancel it first: opendata cancel 2")
		l.Clock.Pass(2 * time.Hour)
		refused(t, l, 1, "022039_trees.schema.json", "name in it", "release 2, which is current, has these bytes")
		refused(t, l, 1, "022039_trees.csv", "", "give the reason with --note")
		refused(t, l, 1, "022039_trees.csv", "\xff", "write it in UTF-8")
		refused(t, l, 1, "../../etc/passwd", "x", "release 1 has no ../../etc/passwd")
		refused(t, l, 3, "022039_trees.csv", "x", "release 3 has no 022039_trees.csv")
		refused(t, l, -1, "022039_trees.csv", "x", "release -1 has no")
		l.Sound()
		if _, err := cache.Number(t.Context(), 1, l.Clock.Now()); err != nil {
			t.Fatal(err)
		}

		w, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "個人情報", l.Clock.Now())
		set, _ := first.Set("trees")
		want := release.Withdrawal{SHA256: set.CSVFile.SHA256, Path: "022039_trees.csv", Withdrawn: "2026-12-01T11:01:00+09:00", Note: "個人情報"}
		if err != nil || w != want {
			t.Fatalf("got %v, %v, want %v", w, err, want)
		}
		if _, err := s.Get(t.Context(), "objects/"+want.SHA256[:2]+"/"+want.SHA256); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the bytes are still there: %v", err)
		}
		if report := l.Sound(); !reflect.DeepEqual(report.Withdrawn, []release.Withdrawal{want}) {
			t.Errorf("got %+v", report)
		}
		repeated, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "another note", l.Clock.Pass(time.Hour))
		if err != nil || repeated != want {
			t.Errorf("withdrawing again: %v, %v, the first explanation stays", repeated, err)
		}
		if err := cache.Refresh(t.Context(), l.Clock.Now()); err != nil {
			t.Fatal(err)
		}
		past, err := cache.Number(t.Context(), 1, l.Clock.Now())
		if err != nil || !reflect.DeepEqual(past.Losses, []release.Loss{{File: listed(t, first, "022039_trees.csv"), Why: want}}) || len(past.Sets) != 1 {
			t.Errorf("the cache has %v, %v", past, err)
		}
		republished(t, l)
	})
}

func refused(t *testing.T, l *ledgertest.Lab, number int, path, note, want string) {
	t.Helper()
	_, err := l.Repo.Withdraw(t.Context(), number, path, note, l.Clock.Now())
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("withdrawing %s of %d: %v, want %s", path, number, err, want)
	}
}

// republished proposes what was withdrawn, and something else.
func republished(t *testing.T, l *ledgertest.Lab) {
	t.Helper()
	before := ledgertest.Contents(t, l.Store)
	_, err := l.Try(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Correction})
	refusal, ok := errors.AsType[*fault.Error](err)
	if !ok || refusal.Kind != fault.Invalid || !reflect.DeepEqual(placesOf(refusal), []string{"022039_trees.csv"}) {
		t.Errorf("got %v", err)
	}
	if !reflect.DeepEqual(ledgertest.Contents(t, l.Store), before) {
		t.Error("something was written")
	}
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 5), Reason: release.Correction})
	l.Sound()
}

func TestWhatIsWithdrawnWhileADraftWaitsIsNotPublished(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	d, err := l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Correction}, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Repo.Publish(t.Context(), d, l.Clock.Now); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	if report := l.Sound(); report.Entries != 2 || len(report.Withdrawn) != 1 || report.Leftovers != nil {
		t.Errorf("got %+v", report)
	}
}

func TestAnInterruptedWithdrawalIsNamedServesNothingAndCanBeCompleted(t *testing.T) {
	s := ledgertest.NewMemory()
	l := ledgertest.New(t, s)
	first := l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	for left := 1; ; left++ {
		dead := ledger.NewRepository(&failing{Store: s, left: left, dead: true})
		if _, err := dead.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.Clock.Now()); err == nil {
			t.Fatal("the withdrawal was never interrupted after the explanation")
		}
		if names, err := s.List(t.Context(), "withdrawn/", ""); err != nil || len(names) == 1 {
			break
		}
	}
	set, _ := first.Set("trees")
	name := "objects/" + set.CSVFile.SHA256[:2] + "/" + set.CSVFile.SHA256
	if got := l.Verify(nil).Findings; len(got) != 1 || got[0].Name != name || got[0].Problem.En != "withdrawn, but still there: withdraw it again" {
		t.Errorf("got %v", got)
	}
	past, err := l.Repo.Release(t.Context(), l.History(), 1)
	if err != nil || ledgertest.WhyWithdrawn(past) != "law" || len(past.Sets) != 1 {
		t.Errorf("got %v, %v", past, err)
	}
	if _, err := l.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "law", l.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	l.Sound()
}

// listed is a file as the manifest of a release lists it.
func listed(tb testing.TB, rel *release.Release, path string) release.File {
	tb.Helper()
	m, err := release.ParseManifest(rel.Manifest)
	if err != nil {
		tb.Fatal(err)
	}
	return m.Files[slices.IndexFunc(m.Files, func(f release.File) bool { return f.Path == path })]
}
