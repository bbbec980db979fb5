package siteverify_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasefolder"
	"hachinohe.example/opendata/internal/siteverify"
)

const (
	goalsCSV    = "files/022039_digital_goals.csv"
	goalsSchema = "files/022039_digital_goals.schema.json"
)

func oneRelease(t *testing.T) *ledgertest.Goals {
	t.Helper()
	h := ledgertest.NewGoals(t, time.Now())
	h.PublishTitle(release.Initial, "a", time.Time{})
	return h
}

// exported writes release 1 of a history into a folder, and returns the names of
// the files that were withdrawn.
func exported(t *testing.T, h *ledgertest.Goals) (out string, missing []string) {
	t.Helper()
	log, err := h.Repo.Extend(t.Context(), ledger.Empty())
	if err != nil {
		t.Fatal(err)
	}
	e, err := releasefolder.Collect(t.Context(), h.Repo, log, 1)
	if err != nil {
		t.Fatal(err)
	}
	out = filepath.Join(t.TempDir(), "out")
	if err := e.Write(out); err != nil {
		t.Fatal(err)
	}
	return out, e.Missing
}

// findings are what is wrong with a folder, in Japanese, a line each.
func findings(t *testing.T, dir string, head *ledger.Head) string {
	t.Helper()
	report, err := siteverify.Folder(t.Context(), dir, head)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, f := range report.Findings {
		b.WriteString(f.Name + ": " + f.Problem.Ja + "\n")
	}
	return b.String()
}

func files(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func flip(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsWrongWithAFolderIsNamed(t *testing.T) {
	t.Parallel()
	h := oneRelease(t)
	out, _ := exported(t, h)
	head := h.Heads()[1]
	other := ledger.Head{Number: 2, SHA256: head.SHA256}
	none := (*ledger.Head)(nil)
	goals := filepath.Join(out, "files", "022039_digital_goals.csv")
	cases := []struct {
		name  string
		harm  func() error
		head  *ledger.Head
		names string // the beginning of a finding; empty = there is none
	}{
		{"as it was exported", nil, &head, ""},
		{"another head", nil, &other, "manifest.json: --head で指定した公表ではありません"},
		{"an extra file", func() error { return os.WriteFile(filepath.Join(out, "files", "x.csv"), nil, 0o600) }, &head, "files/x.csv: この公表に含まれないファイルです"},
		{"a link", func() error {
			return os.Symlink("/etc/passwd", filepath.Join(out, "files", "y.csv"))
		}, &head, "files/y.csv"},
		{"a flipped bit", func() error { flip(t, goals); return nil }, &head, "files/022039_digital_goals.csv: 公表した内容と違います"},
		{"a missing file", func() error { return os.Remove(goals) }, &head, "files/022039_digital_goals.csv: ありません"},
		{"a log entry of another", func() error { flip(t, filepath.Join(out, "entry.json")); return nil }, none, "entry.json: manifest.json と一致しません"},
		{"no manifest", func() error { return os.Remove(filepath.Join(out, "manifest.json")) }, none, "manifest.json: ありません"},
	}
	for _, c := range cases {
		if c.harm != nil {
			if err := c.harm(); err != nil {
				t.Fatal(err)
			}
		}
		if got := findings(t, out, c.head); (got == "") != (c.names == "") || !strings.Contains("\n"+got, "\n"+c.names) {
			t.Errorf("%s: %s", c.name, got)
		}
	}
}

// An entry that can be read is still no entry of this manifest.
func TestAnEntryNamesTheManifest(t *testing.T) {
	h := oneRelease(t)
	out, _ := exported(t, h)
	log, err := h.Repo.Extend(t.Context(), ledger.Empty())
	if err != nil {
		t.Fatal(err)
	}
	entry := log.Entries()[0]
	entry.SHA256 = release.Checksum([]byte("another manifest"))
	text, err := entry.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(out, releasefolder.EntryName), text, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := findings(t, out, nil); got != "entry.json: manifest.json と一致しません\n" {
		t.Error(got)
	}
}

// A link is no exported file, even if it leads to the right bytes.
func TestALinkIsNoFile(t *testing.T) {
	out, _ := exported(t, oneRelease(t))
	goals := filepath.Join(out, goalsCSV)
	if err := os.Rename(goals, filepath.Join(out, "files", "copy.csv")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("copy.csv", goals); err != nil {
		t.Fatal(err)
	}
	if got := findings(t, out, nil); !strings.Contains("\n"+got, "\n"+goalsCSV+": ありません") {
		t.Error(got)
	}
}

func TestEveryFlippedByteOfAnExportedFolderIsNamed(t *testing.T) {
	t.Parallel()
	h := oneRelease(t)
	out, _ := exported(t, h)
	head := h.Heads()[1]
	n := 0
	for _, path := range files(t, out) {
		flip(t, path)
		name, err := filepath.Rel(out, path)
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(t, out, &head); !strings.Contains("\n"+got, "\n"+name+": ") {
			t.Errorf("%s: %s", name, got)
		}
		flip(t, path)
		n++
	}
	if got := findings(t, out, &head); got != "" || n != 6 {
		t.Errorf("after %d files: %s", n, got)
	}
}
