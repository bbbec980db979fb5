package main_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
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
	exported, err := os.ReadDir(filepath.Join(dir, "release-1/files"))
	if err != nil {
		t.Fatal(err)
	}
	files := strconv.Itoa(len(exported))
	changes := "~ goals: 追加 0、変更 1、削除 0\n"
	for command, wants := range map[string][]string{
		"opendata releases":                 {"1  公開予定  ", "最初の公表"},
		"opendata export 1 --out release-1": {"第1回公表を release-1 に出力しました（" + files + " ファイル）"},
		"opendata check release-1/files":    {"shelters                        2 行\n", "誤りはありません\n"},
		"opendata publish --source release-1/files --reason correction --note '英訳の誤り' --dry-run": {changes, "~ shelters: 追加 0、変更 1", "合計: データセット 2、", "変更内容の確認だけを行いました"},
		"opendata publish --source release-1/files --reason correction --note '英訳の誤り'":           {changes, "第2回公表を登録しました"},
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
	if got.exit != 1 || !strings.Contains(got.stderr, "最新の公表と同じ内容です") {
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
		"第1回公表を予約しました。" + instant + " まで公開されません。取り消すには、その5秒前までに opendata cancel 1 を実行してください\n",
	} {
		if got.exit != 0 || !strings.Contains(got.stdout, want) || strings.Contains(got.stdout, "登録しました") {
			t.Errorf("lacks %q: %+v", want, got)
		}
	}
}

func TestAStoreThatIsNotThereYetSaysHowToBegin(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	command := "opendata publish --source embedded --reason initial --store " + store + "\n"
	want := "opendata: 保管場所がありません: " + store + "\n  → アドレスが正しければ、最初の公表を行ってください。保管場所はそのときに作成されます: " + command
	wantEnglish := "opendata: the store does not exist yet: " + store + "\n  → if the address is right, publish the first release, which creates the store: " + command
	for _, verb := range [][]string{{"releases"}, {"diff", "1", "2"}, {"export", "1", "--out", t.TempDir()}, {"cancel", "1"}} {
		if got := run(t, append(verb, "--store", store)...); got != (result{exit: 1, stderr: want}) {
			t.Errorf("%v: got %+v, want %s", verb, got, want)
		}
		if got := english(t, append(verb, "--store", store)...); got != (result{exit: 1, stderr: wantEnglish}) {
			t.Errorf("%v: got %+v, want %s", verb, got, wantEnglish)
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
