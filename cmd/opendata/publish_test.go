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
		{"no", "n\n", "opendata: 中止しました。何も変更していません\n  → "},
		{"nothing", "\n", "何も変更していません"},
		{"something else", "perhaps\n", "何も変更していません"},
		{"the end of the input", "", "確認を入力できない環境（定期実行など）では --yes を指定してください"},
	} {
		got := ask(c.answer, first...)
		if got.exit != 1 || !strings.Contains(got.stderr, c.says) || !strings.Contains(got.stdout, "公表しますか [y/N] ") || len(files(t, folderOf(store))) > 0 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	got := ask("y\n", first...)
	if got.exit != 0 || !strings.Contains(got.stdout, "第1回公表を登録しました。2") || !strings.Contains(got.stdout, " に公開します\n") {
		t.Fatalf("yes: %+v", got)
	}
	if !strings.Contains(got.stdout, "+ goals: 追加 3、変更 0、削除 0\n+ ") || strings.Contains(got.stdout, "+ g-1") {
		t.Errorf("of the first release only the counts are shown: %+v", got)
	}
	got = ask("はい\n", "--source", altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "--reason", "訂正", "--note", "英訳の訂正")
	for _, want := range []string{
		"第2回公表の変更内容（理由: 誤りの訂正）:\n", "~ goals: 追加 0、変更 1、削除 0\n  ~ g-1\n",
		`title_en: "Digital for Living Well" → "Digital for Life"`, "合計: データセット 1、レコード: 追加 0、変更 1、削除 0\n",
		"第2回公表を登録しました。2", "\n2:",
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
	got = ask("y\n", "--source", both, "--reason", "correction", "--dry-run", "--lang", "en")
	for _, want := range []string{"changes in release 3 (reason: Correction):", "+ shelters: added 30, changed 0, removed 0\n", "+ s-019\n  + … and 10 more\n", "total: datasets 3, records: added 35, changed 1, removed 0\n", "dry run: nothing was published\n"} {
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
	for _, want := range []string{"  ~ メタデータ title: \"避難所一覧\" → \"避難所\"\n", "  ~ 列 name description: \"避難所の名称\" → \"施設の名称\"\n"} {
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
		{"no reason", "embedded", "", "", 2, []string{"--reason", "誤りの訂正（correction）", "遅れて届いたデータ（late_data）"}},
		{"no source", "", "correction", "", 2, []string{"--source", "embedded"}},
		{"an instant that is none", "embedded", "correction", "tomorrow", 2, []string{"2026-12-01T09:00（日本時間）"}},
		{"an instant in the past", shelters(t, 3), "new_data", past, 1, []string{"公開日時が過去か、近すぎます"}},
		{"before what is pending", shelters(t, 3), "new_data", near, 1, []string{"第2回公表が ", "opendata cancel 2"}},
		{"the same again", shelters(t, 2), "new_data", far, 1, []string{"最新の公表と同じ内容です"}},
		{"first again", shelters(t, 3), "initial", far, 1, []string{"--reason に new_data"}},
		{"losing a record", shelters(t, 1), "new_data", far, 1, []string{"shelters (s-001): 公表済みのレコードがなくなります", "指定してください: 誤りの訂正（correction）、計画の改定（plan_revision）"}},
		{"losing a dataset", "embedded", "new_data", far, 1, []string{"shelters: 公表済みのデータセットがなくなります"}},
		{"a value that changes in silence", altered(t, "observations.csv", "20979", "20980"), "new_data", far, 1, []string{`observations (ind-1, 022039, 2017-03-08, 2017-03-08).value: "20979" → "20980"`, "公表済みの指標値が変わります"}},
		{"a unit that changes in silence", altered(t, "indicators.csv", "i-002;i-003,枚", "i-002;i-003,通"), "correction", far, 1, []string{`indicators (ind-1).unit: "枚" → "通"`, "単位が変わります"}},
		{"sources with faults", folder(t, map[string]string{"x.csv": "a\n1\n"}), "new_data", far, 1, []string{"データに誤りが1件あります。何も公表していません\n", "x.csv"}},
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
