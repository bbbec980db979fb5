package main_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
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

func TestAReleaseWithATimeOfItsOwnIsScheduled(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	far, at := in(t, time.Hour)
	got := run(t, "publish", "--yes", "--store", store, "--source", "embedded", "--reason", "initial", "--effective", far)
	instant := at.In(time.FixedZone("", 9*60*60)).Format(time.RFC3339)
	for _, want := range []string{
		"公表 1 を予約しました（発効 " + instant + "）。それまでは公開されません。取り消すには、発効の5秒前までに opendata cancel 1",
		"release 1 is scheduled for " + instant + " and not public until then; until 5 s before, opendata cancel 1 takes it back\n",
	} {
		if got.exit != 0 || !strings.Contains(got.stdout, want) || strings.Contains(got.stdout, "is published") {
			t.Errorf("lacks %q: %+v", want, got)
		}
	}
}

func TestAStoreThatIsNotThereYetSaysHowToBegin(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	want := "opendata: 保管場所はまだ作られていません: " + store + " / the store is not created yet: " + store + "\n" +
		"  → アドレスが正しければ、最初の公表をしてください。保管場所はそのとき作られます: opendata publish --source embedded --reason initial --store " + store +
		" / if the address is right, publish first, which creates it: opendata publish --source embedded --reason initial --store " + store + "\n"
	for _, verb := range [][]string{{"releases"}, {"diff", "1", "2"}, {"export", "1", "--out", t.TempDir()}, {"cancel", "1"}} {
		if got := run(t, append(verb, "--store", store)...); got != (result{exit: 1, stderr: want}) {
			t.Errorf("%v: got %+v, want %s", verb, got, want)
		}
	}
	if _, err := os.Stat(folderOf(store)); !os.IsNotExist(err) {
		t.Errorf("the store was created: %v", err)
	}
}

func TestUsageThatWasAskedForIsNoMistake(t *testing.T) {
	t.Parallel()
	mistaken := run(t)
	for _, ask := range []string{"--help", "-help", "-h", "help"} {
		if got := run(t, ask); got != (result{stdout: mistaken.stderr}) || mistaken.exit != 2 || !strings.Contains(got.stdout, "opendata publish") {
			t.Errorf("%s: got %+v", ask, got)
		}
	}
}
