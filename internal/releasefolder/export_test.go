package releasefolder_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasefolder"
)

func TestAFolderIsWrittenOnceAndNothingIsOverwritten(t *testing.T) {
	h := ledgertest.NewGoals(t, time.Now())
	h.PublishTitle(release.Initial, "a", time.Time{})
	log, err := h.Repo.Extend(t.Context(), ledger.Empty())
	if err != nil {
		t.Fatal(err)
	}
	e, err := releasefolder.Collect(t.Context(), h.Repo, log, 1)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "new", "folder")
	if err := e.Write(out); err != nil {
		t.Fatal(err)
	}
	for name, data := range e.Files {
		written, err := os.ReadFile(filepath.Join(out, releasefolder.FilesFolder, name))
		if err != nil || string(written) != string(data) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := e.Write(out); fault.KindOf(err) != fault.Invalid {
		t.Errorf("again: %v", err)
	}
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := e.Write(full); fault.KindOf(err) != fault.Invalid {
		t.Errorf("into a folder with something in it: %v", err)
	}
	if there, err := os.ReadDir(full); err != nil || len(there) != 1 {
		t.Errorf("it holds %v, %v", there, err)
	}
}

func TestAReleaseThatCannotBeReadLeavesNoFolder(t *testing.T) {
	h := ledgertest.NewGoals(t, time.Now())
	h.PublishTitle(release.Initial, "a", time.Time{})
	log, err := h.Repo.Extend(t.Context(), ledger.Empty())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(h.Address[len("file://"):], "objects")); err != nil {
		t.Fatal(err)
	}
	if _, err := releasefolder.Collect(t.Context(), h.Repo, log, 1); err == nil {
		t.Error("the objects are missing, and nothing is said")
	}
}

// Of two files with the same bytes both are gone, for the one reason that there is.
func TestTwoFilesOfTheSameBytesAreWithdrawnOnce(t *testing.T) {
	const csv = "id,height,kind\nt-1,1.5,松\n"
	lab := ledgertest.New(t, ledgertest.NewMemory())
	for number := 1; number <= 2; number++ {
		var sources []dataset.Source
		for _, id := range []string{"shrubs", "trees"} {
			d, err := dataset.ParseTableSchema(id, []byte(ledgertest.TreesSchema))
			if err != nil {
				t.Fatal(err)
			}
			sources = append(sources, dataset.Source{Dataset: d, CSV: []byte(strings.ReplaceAll(csv, "1.5", strconv.Itoa(number)+".5"))})
		}
		lab.Publish(ledger.Proposal{Sources: sources, Reason: ledgertest.ReasonOf(number)})
	}
	if _, err := lab.Repo.Withdraw(t.Context(), 1, "022039_trees.csv", "a name in it", lab.Clock.Now()); err != nil {
		t.Fatal(err)
	}
	e, err := releasefolder.Collect(t.Context(), lab.Repo, lab.History(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(e.Missing, []string{"022039_shrubs.csv", "022039_trees.csv"}) {
		t.Errorf("missing: %v", e.Missing)
	}
	out := t.TempDir()
	if err := e.Write(out); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(out, releasefolder.WithdrawnName))
	if err != nil {
		t.Fatal(err)
	}
	list, err := ledger.ParseWithdrawals(text)
	if err != nil || len(list) != 1 || list[0].Note != "a name in it" {
		t.Errorf("withdrawn: %v %v", list, err)
	}
}
