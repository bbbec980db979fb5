package main_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// newStore returns the address of a store that does not exist yet.
func newStore(t *testing.T) string {
	t.Helper()
	return "file://" + filepath.Join(t.TempDir(), "store")
}

func folderOf(address string) string { return strings.TrimPrefix(address, "file://") }

// publish publishes without being asked, and returns the head it printed.
func publish(t *testing.T, store, source, reason string, more ...string) string {
	t.Helper()
	got := run(t, append([]string{"publish", "--yes", "--json", "--store", store, "--source", source, "--reason", reason}, more...)...)
	if got.exit != 0 {
		t.Fatalf("exit %d: %s", got.exit, got.stderr)
	}
	return unquoted(t, got.stdout, "head")
}

func unquoted(t *testing.T, document, at string) string {
	t.Helper()
	var text string
	if value := jsonAt([]byte(document), at); json.Unmarshal([]byte(value), &text) != nil {
		t.Fatalf("%s is %s in %s", at, value, document)
	}
	return text
}

// in returns an instant for --effective, and the same for comparing.
func in(t *testing.T, d time.Duration) (string, time.Time) {
	t.Helper()
	command(t) // building the program takes its time
	at := time.Now().Add(d).Truncate(time.Second)
	return at.Format(time.RFC3339), at
}

// altered makes a folder with one built-in file in which some text is replaced.
func altered(t *testing.T, file, from, to string) string {
	t.Helper()
	text, err := os.ReadFile("../../dataset/source/" + file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(text), from) {
		t.Fatalf("%s has no %q", file, from)
	}
	return folder(t, map[string]string{file: strings.Replace(string(text), from, to, 1)})
}

// shelters makes a folder with a dataset of so many records.
func shelters(t *testing.T, records int) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("ID,名称,定員,標高,開設日\n")
	for i := range records {
		fmt.Fprintf(&b, "s-%03d,避難所%d,%d,1.0,\n", i, i, i)
	}
	return folder(t, map[string]string{"shelters.csv": b.String(), "shelters.schema.json": sheltersSchema})
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
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return names
}

func TestPublishShowsWhatChangesAndAsks(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	ask := func(answer string, args ...string) result {
		return runWith(t, strings.NewReader(answer), append([]string{"publish", "--store", store}, args...)...)
	}
	first := []string{"--source", "embedded", "--reason", "initial"}
	for _, c := range []struct{ name, answer, says string }{
		{"no", "n\n", "中止しました。何も書いていません / stopped; nothing was written"},
		{"nothing", "\n", "nothing was written"},
		{"something else", "perhaps\n", "nothing was written"},
		{"the end of the input", "", "where nobody can answer, give --yes"},
	} {
		got := ask(c.answer, first...)
		if got.exit != 1 || !strings.Contains(got.stderr, c.says) || !strings.Contains(got.stdout, "公表しますか / publish? [y/N]") || len(files(t, folderOf(store))) > 0 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	got := ask("y\n", first...)
	if got.exit != 0 || !strings.Contains(got.stdout, "公表 1 を記録しました。2") || !strings.Contains(got.stdout, " に発効します / release 1 is recorded and takes effect at 2") {
		t.Fatalf("yes: %+v", got)
	}
	if !strings.Contains(got.stdout, "+ goals: 追加 / added 3, 変更 / changed 0, 削除 / removed 0\n+ ") || strings.Contains(got.stdout, "+ g-1") {
		t.Errorf("of the first release only the counts are shown: %+v", got)
	}
	got = ask("はい\n", "--source", altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "--reason", "correction", "--note", "英訳の訂正")
	for _, want := range []string{
		"公表 2 で変わること / what release 2 changes", "~ goals: 追加 / added 0, 変更 / changed 1, 削除 / removed 0\n  ~ g-1\n",
		`title_en: "Digital for Living Well" → "Digital for Life"`, "合計 / total: データセット / datasets 1",
		"release 2 is recorded and takes effect at 2", "\n2:",
	} {
		if got.exit != 0 || !strings.Contains(got.stdout, want) {
			t.Errorf("lacks %q: %+v", want, got)
		}
	}
	// The goal goes back, and a dataset of 30 comes: the first 20 are shown.
	both := shelters(t, 30)
	if err := os.CopyFS(both, os.DirFS(altered(t, "goals.csv", "Digital for Living Well", "Digital for Living Well"))); err != nil {
		t.Fatal(err)
	}
	got = ask("y\n", "--source", both, "--reason", "correction", "--dry-run")
	for _, want := range []string{"+ shelters: 追加 / added 30", "+ s-019\n  + … ほか / and 10 more", "dry run: nothing was written"} {
		if got.exit != 0 || !strings.Contains(got.stdout, want) || strings.Contains(got.stdout, "s-020") {
			t.Errorf("lacks %q: %+v", want, got)
		}
	}
}

func TestPublishShowsWhatIsSaidOfTheDataInOtherWords(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, shelters(t, 1), "initial")
	renamed := shelters(t, 1)
	schema := strings.NewReplacer("避難所一覧", "避難所", "避難所の名称", "施設の名称").Replace(sheltersSchema)
	if err := os.WriteFile(filepath.Join(renamed, "shelters.schema.json"), []byte(schema), 0o644); err != nil {
		t.Fatal(err)
	}
	got := run(t, "publish", "--dry-run", "--store", store, "--source", renamed, "--reason", "correction")
	for _, want := range []string{"  ~ メタデータ / metadata title: \"避難所一覧\" → \"避難所\"\n", "  ~ 列 / column name description: \"避難所の名称\" → \"施設の名称\"\n"} {
		if got.exit != 0 || !strings.Contains(got.stdout, want) {
			t.Errorf("lacks %q: %+v", want, got)
		}
	}
	got = run(t, "publish", "--dry-run", "--json", "--store", store, "--source", renamed, "--reason", "correction")
	properties := `[{"column":"","property":"title","old":"避難所一覧","new":"避難所"},{"column":"name","property":"description","old":"避難所の名称","new":"施設の名称"}]`
	if !strings.Contains(strings.Join(strings.Fields(got.stdout), ""), `"properties":`+properties) {
		t.Errorf("got %+v", got)
	}
}

func TestADryRunWritesNothing(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	got := run(t, "publish", "--dry-run", "--json", "--store", store, "--source", "embedded", "--reason", "initial")
	if got.exit != 0 || jsonAt([]byte(got.stdout), "published") != "false" || jsonAt([]byte(got.stdout), "changes.#") != strconv.Itoa(builtIn) {
		t.Errorf("got %+v", got)
	}
	if _, err := os.Stat(folderOf(store)); !os.IsNotExist(err) {
		t.Errorf("the store exists: %v", err)
	}
	publish(t, store, "embedded", "initial")
	before := len(files(t, folderOf(store)))
	if got := run(t, "publish", "--dry-run", "--store", store, "--source", shelters(t, 1), "--reason", "new_data"); got.exit != 0 {
		t.Errorf("got %+v", got)
	}
	if after := len(files(t, folderOf(store))); after != before {
		t.Errorf("%d files became %d", before, after)
	}
}

func TestWhatIsNotPublished(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	if got := run(t, "publish", "--yes", "--store", store, "--source", "embedded", "--reason", "correction"); got.exit != 1 || !strings.Contains(got.stderr, "--reason initial") {
		t.Errorf("the first release as a correction: %+v", got)
	}
	publish(t, store, "embedded", "initial")
	far, _ := in(t, time.Hour)
	publish(t, store, shelters(t, 2), "new_data", "--effective", far)
	near, _ := in(t, 20*time.Second)
	past, _ := in(t, -time.Hour)
	cases := []struct {
		name, source, reason, effective string
		exit                            int
		says                            []string
	}{
		{"no reason", "embedded", "", "", 2, []string{"--reason", "correction（誤りの訂正）", "late_data (Late data)"}},
		{"no source", "", "correction", "", 2, []string{"--source", "embedded"}},
		{"an instant that is none", "embedded", "correction", "tomorrow", 2, []string{"2026-12-01T09:00（日本時間）"}},
		{"an instant in the past", shelters(t, 3), "new_data", past, 1, []string{"公開日時が過去か、近すぎます"}},
		{"before what is pending", shelters(t, 3), "new_data", near, 1, []string{"release 2 is pending", "opendata cancel 2"}},
		{"the same again", shelters(t, 2), "new_data", far, 1, []string{"nothing differs from the newest release"}},
		{"first again", shelters(t, 3), "initial", far, 1, []string{"--reason に new_data"}},
		{"losing a record", shelters(t, 1), "new_data", far, 1, []string{"shelters (s-001): 公表済みのレコードがなくなります", "correction, plan_revision"}},
		{"losing a dataset", "embedded", "new_data", far, 1, []string{"shelters: 公表済みのデータセットがなくなります"}},
		{"a value that changes in silence", altered(t, "observations.csv", "20979", "20980"), "new_data", far, 1, []string{`observations (ind-1, 022039, 2017-03-08, 2017-03-08).value: "20979" → "20980"`, "公表済みの指標値が変わります"}},
		{"a unit that changes in silence", altered(t, "indicators.csv", "i-002;i-003,枚", "i-002;i-003,通"), "correction", far, 1, []string{`indicators (ind-1).unit: "枚" → "通"`, "単位が変わります"}},
		{"sources with faults", folder(t, map[string]string{"x.csv": "a\n1\n"}), "new_data", far, 1, []string{"データに誤りが 1 件あります", "x.csv"}},
	}
	for _, c := range cases {
		got := run(t, "publish", "--yes", "--store", store, "--source", c.source, "--reason", c.reason, "--effective", c.effective)
		for _, want := range c.says {
			if got.exit != c.exit || !strings.Contains(got.stderr, want) {
				t.Errorf("%s: want %d %q, got %+v", c.name, c.exit, want, got)
			}
		}
	}
	if got := run(t, "releases", "--json", "--store", store); jsonAt([]byte(got.stdout), "results.#") != "2" {
		t.Errorf("something was published: %s", got.stdout)
	}
}

func TestCancelAndList(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial", "--note", "最初")
	far, _ := in(t, time.Hour)
	publish(t, store, shelters(t, 1), "new_data", "--effective", far)
	got := run(t, "cancel", "2", "--store", store, "--note", "延期", "--json")
	if got.exit != 0 || jsonAt([]byte(got.stdout), "cancelled") != "2" || jsonAt([]byte(got.stdout), "number") != "3" {
		t.Fatalf("got %+v", got)
	}
	if again := run(t, "cancel", "2", "--store", store); again.exit != 1 || !strings.Contains(again.stderr, "公表 2 は、記録 3 で取り消し済みです / release 2 was taken back already, by entry 3") {
		t.Errorf("again: %+v", again)
	}
	listed := run(t, "releases", "--store", store, "--json")
	for i, want := range []string{"pending", "cancelled", "cancellation"} {
		if state := unquoted(t, listed.stdout, fmt.Sprintf("results.%d.state", i)); state != want {
			t.Errorf("entry %d is %s, want %s", i+1, state, want)
		}
	}
	text := run(t, "releases", "--store", store).stdout
	for _, want := range []string{"1  予定 / pending", "initial  最初", "2  取消 / cancelled", "3  公表 2 の取消 / cancels 2", unquoted(t, got.stdout, "head")} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	verified := run(t, "verify", store, "--head", unquoted(t, got.stdout, "head"))
	if verified.exit != 0 {
		t.Errorf("got %+v", verified)
	}
}

func TestDiffOfTwoReleases(t *testing.T) {
	t.Parallel()
	store := newStore(t)
	publish(t, store, "embedded", "initial")
	publish(t, store, altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "correction")
	got := run(t, "diff", "1", "2", "--store", store)
	if got.exit != 0 || !strings.Contains(got.stdout, `"Digital for Living Well" → "Digital for Life"`) {
		t.Errorf("got %+v", got)
	}
	back := run(t, "diff", "--json", "--store", store, "2", "1").stdout
	if jsonAt([]byte(back), "changes.0.records.0.fields.0.new") != `"Digital for Living Well"` || jsonAt([]byte(back), "changes.0.changed") != "1" {
		t.Errorf("got %s", back)
	}
	if got := run(t, "diff", "1", "3", "--store", store); got.exit != 1 || !strings.Contains(got.stderr, "there is no release 3") {
		t.Errorf("got %+v", got)
	}
	if got := run(t, "diff", "1", "--store", store); got.exit != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestWithdraw(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a release to take effect")
	}
	t.Parallel()
	store := newStore(t)
	soon, at := in(t, 8*time.Second)
	publish(t, store, "embedded", "initial", "--effective", soon)
	publish(t, store, altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "correction", "--effective", soon)
	withdraw := func(more ...string) result {
		return run(t, append([]string{"withdraw", "--store", store, "--release", "1", "--file", "022039_digital_goals.csv", "--note", "個人情報"}, more...)...)
	}
	if got := withdraw("--yes"); got.exit != 1 || !strings.Contains(got.stderr, "publish a correction without these bytes first") {
		t.Errorf("what is pending: %+v", got)
	}
	time.Sleep(time.Until(at.Add(100 * time.Millisecond)))
	if got := withdraw(); got.exit != 1 || !strings.Contains(got.stdout, "元に戻せません。取り下げますか") {
		t.Errorf("nobody answers: %+v", got)
	}
	if got := withdraw("--yes", "--file", "goals.csv"); got.exit != 1 || !strings.Contains(got.stderr, "its files: 022039_digital_plans.csv") {
		t.Errorf("no such file: %+v", got)
	}
	got := withdraw("--yes", "--json")
	if got.exit != 0 || unquoted(t, got.stdout, "note") != "個人情報" || jsonAt([]byte(got.stdout), "releases.#") != "1" {
		t.Fatalf("got %+v", got)
	}
	verified := run(t, "verify", store)
	if verified.exit != 0 || !strings.Contains(verified.stdout, "取り下げ済み / withdrawn: 022039_digital_goals.csv") {
		t.Errorf("got %+v", verified)
	}
	if compared := run(t, "diff", "1", "2", "--store", store); compared.exit != 0 || !strings.Contains(compared.stdout, "! goals: 取り下げられたため比較できません") {
		t.Errorf("got %+v", compared)
	}
	out := filepath.Join(t.TempDir(), "out")
	if got := run(t, "export", "1", "--out", out, "--store", store); got.exit != 0 || !strings.Contains(got.stdout, "withdrawn: 022039_digital_goals.csv") {
		t.Errorf("got %+v", got)
	}
	if got := run(t, "verify", out); got.exit != 0 || !strings.Contains(got.stdout, "withdrawn: 022039_digital_goals.csv") {
		t.Errorf("got %+v", got)
	}
}
