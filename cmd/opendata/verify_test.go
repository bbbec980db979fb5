package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// exported publishes the built-in sources and writes them into a folder.
func exported(t *testing.T) (store, head, out string) {
	t.Helper()
	store, out = newStore(t), filepath.Join(t.TempDir(), "out")
	head = publish(t, store, "embedded", "initial")
	got := run(t, "export", "1", "--store", store, "--out", out, "--json")
	if got.exit != 0 || jsonAt([]byte(got.stdout), "files") != strconv.Itoa(2*builtIn) || "1:"+unquoted(t, got.stdout, "sha256") != head {
		t.Fatalf("got %+v", got)
	}
	return store, head, out
}

func flip(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyAnExportedFolder(t *testing.T) {
	t.Parallel()
	store, head, out := exported(t)
	if got := run(t, "export", "1", "--store", store, "--out", out); got.exit != 1 || !strings.Contains(got.stderr, "フォルダーが空ではありません") {
		t.Errorf("a folder that is not empty: %+v", got)
	}
	other := "2" + head[1:]
	goals := filepath.Join(out, "files", "022039_digital_goals.csv")
	cases := []struct {
		name  string
		harm  func() error
		head  string
		exit  int
		names string
	}{
		{"as it was exported", nil, head, 0, head},
		{"another head", nil, other, 3, "manifest.json: --head で指定した公表ではありません"},
		{"an extra file", func() error { return os.WriteFile(filepath.Join(out, "files", "x.csv"), nil, 0o600) }, head, 3, "✗ files/x.csv: この公表に含まれないファイルです"},
		{"a link", func() error {
			return os.Symlink("/etc/passwd", filepath.Join(out, "files", "y.csv"))
		}, head, 3, "✗ files/y.csv"},
		{"a flipped bit", func() error { flip(t, goals); return nil }, head, 3, "✗ files/022039_digital_goals.csv: 公表した内容と違います"},
		{"a missing file", func() error { return os.Remove(goals) }, head, 3, "✗ files/022039_digital_goals.csv: ありません\n"},
		{"a log entry of another", func() error { flip(t, filepath.Join(out, "entry.json")); return nil }, "", 3, "✗ entry.json: manifest.json と一致しません"},
		{"no manifest", func() error { return os.Remove(filepath.Join(out, "manifest.json")) }, "", 3, "✗ manifest.json: ありません"},
	}
	for _, c := range cases {
		if c.harm != nil {
			if err := c.harm(); err != nil {
				t.Fatal(err)
			}
		}
		if got := run(t, "verify", out, "--head", c.head); got.exit != c.exit || !strings.Contains(got.stdout, c.names) {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestEveryFlippedByteOfAnExportedFolderIsNamed(t *testing.T) {
	t.Parallel()
	_, head, out := exported(t)
	n := 0
	for _, path := range files(t, out) {
		flip(t, path)
		name, err := filepath.Rel(out, path)
		if err != nil {
			t.Fatal(err)
		}
		got := run(t, "verify", out, "--head", head, "--json")
		if got.exit != 3 || jsonAt([]byte(got.stdout), "ok") != "false" || !strings.Contains(got.stdout, fmt.Sprintf("%q", name)) {
			t.Errorf("%s: %+v", name, got)
		}
		flip(t, path)
		n++
	}
	if got := run(t, "verify", out, "--head", head); got.exit != 0 || n != 28 {
		t.Errorf("after %d files: %+v", n, got)
	}
}

func TestVerifyAStore(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial")
	head := publish(t, store, shelters(t, 1), "new_data")
	got := run(t, "verify", "--json", store, "--head", head)
	if got.exit != 0 || unquoted(t, got.stdout, "head") != head || jsonAt([]byte(got.stdout), "entries") != "2" || jsonAt([]byte(got.stdout), "findings.#") != "0" {
		t.Errorf("as it was published: %+v", got)
	}
	for _, path := range files(t, folderOf(store)) {
		flip(t, path)
		name, err := filepath.Rel(folderOf(store), path)
		if err != nil {
			t.Fatal(err)
		}
		if got := run(t, "verify", store, "--head", head); got.exit != 3 || !strings.Contains(got.stdout, "✗ "+name) {
			t.Errorf("%s: %+v", name, got)
		}
		flip(t, path)
	}
	if err := os.Remove(filepath.Join(folderOf(store), "log", "00000002.json")); err != nil {
		t.Fatal(err)
	}
	if got := english(t, "verify", store); got.exit != 0 || !strings.Contains(got.stdout, "left by an interrupted publication") {
		t.Errorf("a log cut short looks like an interrupted publication: %+v", got)
	}
	if got := run(t, "verify", store, "--head", head); got.exit != 3 || !strings.Contains(got.stdout, "記録の末尾が失われたか、書き換えられています") {
		t.Errorf("with --head it is found: %+v", got)
	}
	if got := run(t, "verify", "file://"+t.TempDir()); got.exit != 3 || !strings.Contains(got.stdout, "公表された内容がありません") {
		t.Errorf("an empty store: %+v", got)
	}
	if got := run(t, "verify", newStore(t)); got.exit != 1 {
		t.Errorf("no store: %+v", got)
	}
	if got := run(t, "verify", store, "--head", "2:abc"); got.exit != 2 {
		t.Errorf("no head: %+v", got)
	}
}

func TestAMadeUpWithdrawalExcusesNothing(t *testing.T) {
	t.Parallel()
	_, _, out := exported(t)
	for _, name := range []string{"022039_digital_goals.csv", "022039_digital_goals.schema.json"} {
		if err := os.Remove(filepath.Join(out, "files", name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(out, "withdrawn.json"), []byte(`{"goals":{}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := run(t, "verify", out); got.exit != 3 || !strings.Contains(got.stdout, "files/022039_digital_goals.csv") {
		t.Errorf("got %+v", got)
	}
}
