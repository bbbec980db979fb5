package main_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestStaffCorrectAReleaseAsTheHandbookSays runs the commands of the first
// block under 「訂正する」 of docs/operations.md as they stand there: the edit
// comes where its comment does.
func TestStaffCorrectAReleaseAsTheHandbookSays(t *testing.T) {
	t.Parallel()
	handbook, err := os.ReadFile("../../docs/operations.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)\n## 訂正する[^\n]*\n.*?\n```sh\n(.*?)```\n").FindSubmatch(handbook)
	if block == nil {
		t.Fatal("the handbook has no such block")
	}
	store := newStore(t)
	publish(t, store, shelters(t, 2), "initial")
	dir, edited, says := t.TempDir(), false, map[string]string{}
	for line := range strings.Lines(string(block[1])) {
		if strings.HasPrefix(line, "#") {
			edited = true
			edit(t, filepath.Join(dir, "release-1/files/022039_shelters.csv"), "避難所1", "避難所一")
			edit(t, filepath.Join(dir, "release-1/files/022039_digital_goals.csv"), "Digital for Living Well", "Digital for Life")
			continue
		}
		program := command(t)
		sh := exec.CommandContext(t.Context(), "sh", "-c", `opendata() { "$PROGRAM" "$@"; }; `+line)
		sh.Dir, sh.Env, sh.Stdin = dir, append(program.Env, "PROGRAM="+program.Path, "OPENDATA_STORE="+store), strings.NewReader("y\n")
		var stderr bytes.Buffer
		sh.Stderr = &stderr
		out, err := sh.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%s%s", line, err, out, stderr.Bytes())
		}
		says[strings.TrimSpace(strings.SplitN(line, "  #", 2)[0])] = string(out)
	}
	changes := "~ goals: 追加 / added 0, 変更 / changed 1, 削除 / removed 0"
	for command, wants := range map[string][]string{
		"opendata releases":                 {"1  予定 / pending", "initial"},
		"opendata export 1 --out release-1": {"release 1 is written: 28 files"},
		"opendata check release-1/files":    {"shelters                        2 行 / rows", "誤りはありません / no faults"},
		"opendata publish --source release-1/files --reason correction --note '英訳の誤り' --dry-run": {changes, "~ shelters: 追加 / added 0, 変更 / changed 1", "合計 / total: データセット / datasets 2,", "dry run"},
		"opendata publish --source release-1/files --reason correction --note '英訳の誤り'":           {changes, "release 2"},
		"opendata diff 1 2": {changes, `title_en: "Digital for Living Well" → "Digital for Life"`},
	} {
		for _, want := range wants {
			if !strings.Contains(says[command], want) {
				t.Errorf("%s lacks %q:\n%s", command, want, says[command])
			}
		}
		delete(says, command)
	}
	if !edited || len(says) > 0 {
		t.Errorf("edited: %v; not looked at: %v", edited, says)
	}
}

func edit(t *testing.T, file, from, to string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(text, []byte(from)) {
		t.Fatalf("%s has no %q", file, from)
	}
	if err := os.WriteFile(file, bytes.Replace(text, []byte(from), []byte(to), 1), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAnExportThatNobodyEditedChangesNothing(t *testing.T) {
	t.Parallel()
	store, out := newStore(t), filepath.Join(t.TempDir(), "out")
	publish(t, store, shelters(t, 2), "initial")
	if got := run(t, "export", "1", "--out", out, "--store", store); got.exit != 0 {
		t.Fatalf("got %+v", got)
	}
	got := run(t, "publish", "--dry-run", "--store", store, "--source", filepath.Join(out, "files"), "--reason", "correction")
	if got.exit != 1 || !strings.Contains(got.stderr, "nothing differs from the newest release") {
		t.Errorf("got %+v", got)
	}
}
