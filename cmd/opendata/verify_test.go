package main_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
)

const goalsCSV = "files/022039_digital_goals.csv"

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

func TestADamagedReleaseIsNotExportedOrCompared(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial")
	for _, path := range files(t, filepath.Join(folderOf(store), "objects")) {
		if text, err := os.ReadFile(path); err == nil && !strings.HasPrefix(string(text), "{") { // a CSV file
			flip(t, path)
		}
	}
	for _, args := range [][]string{{"diff", "1", "1"}, {"export", "1", "--out", filepath.Join(t.TempDir(), "out")}} {
		got := run(t, append(args, "--store", store)...)
		if got.exit != 1 || !strings.HasPrefix(got.stderr, "opendata: 第1回公表を読み込めません\n  (") ||
			!strings.HasSuffix(got.stderr, ")\n  → opendata verify 保管場所 で破損を確認し、挙げられたものをバックアップから戻してください\n") {
			t.Errorf("%s: %+v", args[0], got)
		}
	}
}

func TestVerifyAnExportedFolder(t *testing.T) {
	t.Parallel()
	store, head, out := exported(t)
	if got := run(t, "export", "1", "--store", store, "--out", out); got.exit != 1 || !strings.Contains(got.stderr, "\n  (フォルダーが空ではありません)\n  → --out に新しいフォルダーを指定してください\n") {
		t.Errorf("a folder that is not empty: %+v", got)
	}
	if got := run(t, "verify", out, "--head", head); got.exit != 0 || !strings.Contains(got.stdout, "末尾 "+head+"\nすべて公表した内容のままです\n") {
		t.Errorf("as it was exported: %+v", got)
	}
	goals := filepath.Join(out, goalsCSV)
	flip(t, goals)
	if got := run(t, "verify", out, "--head", head); got.exit != 3 || !strings.Contains(got.stdout, "✗ "+goalsCSV+": 公表した内容と違います") || got.stderr != "opendata: 公表した内容と違うものがあります\n" {
		t.Errorf("a flipped bit: %+v", got)
	}
	if got := english(t, "verify", out); got.exit != 3 || !strings.Contains(got.stdout, "✗ "+goalsCSV+": differs from what was published") {
		t.Errorf("in English: %+v", got)
	}
	got := run(t, "verify", out, "--head", head, "--json")
	if got.exit != 3 || jsonAt([]byte(got.stdout), "ok") != "false" || unquoted(t, got.stdout, "findings.0.name") != goalsCSV ||
		!strings.HasPrefix(unquoted(t, got.stdout, "findings.0.problem"), "公表した内容と違います") || !strings.HasPrefix(unquoted(t, got.stdout, "findings.0.problem_en"), "differs from") {
		t.Errorf("as JSON: %+v", got)
	}
	if err := os.Remove(filepath.Join(out, "manifest.json")); err != nil {
		t.Fatal(err)
	}
	if got := run(t, "verify", out); got.exit != 3 || !strings.Contains(got.stdout, "✗ manifest.json: ありません") {
		t.Errorf("no manifest: %+v", got)
	}
	if got := run(t, "verify", filepath.Join(out, "nowhere")); got.exit != 1 || !strings.Contains(got.stderr, "nowhere: no such file or directory)\n  → フォルダー名と場所、読み取りの権限を確認してください") {
		t.Errorf("no folder: %+v", got)
	}
}

func TestAnExportSaysWhatWasWithdrawn(t *testing.T) {
	t.Parallel()
	c := ledgertest.NewGoals(t, time.Now())
	c.PublishTitle(release.Initial, "a", time.Time{})
	c.PublishTitle(release.Correction, "b", time.Time{})
	c.Withdraw(filepath.Base(goalsCSV))
	out := filepath.Join(t.TempDir(), "out")
	const says = "取り下げ済み: 022039_digital_goals.csv"
	if got := run(t, "export", "1", "--store", c.Address, "--out", out); got.exit != 0 || strings.Count(got.stdout, says) != 1 {
		t.Errorf("export: %+v", got)
	}
	if got := run(t, "verify", out); got.exit != 0 || strings.Count(got.stdout, says) != 1 {
		t.Errorf("verify: %+v", got)
	}
}
