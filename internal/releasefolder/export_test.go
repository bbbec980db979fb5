package releasefolder_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

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
