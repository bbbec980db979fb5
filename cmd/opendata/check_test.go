package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

func TestCheck(t *testing.T) {
	faults := folder(t, map[string]string{
		"goals.csv":            "id,plan_id,number,title,title_en,description,description_en,source\ng-1,plan-9,one,題,Title,説明,Text,出典\n",
		"shelters.csv":         "id,capacity\ns-1,many\ns-1,5\n\n",
		"shelters.schema.json": `{"title": "避難所", "fields": [{"name": "id"}, {"name": "capacity", "type": "integer"}], "primaryKey": "id"}`,
		"notes.docx":           "x",
	})
	t.Run("a folder with faults: every fault with its place, in both languages", func(t *testing.T) {
		for language, says := range map[string][]string{
			"ja": {
				"データに誤りが12件あります\n", "\n  → 上の各行（ファイル:行:文字位置）の誤りを修正して、もう一度実行してください\n", "goals.csv:2:12: 列 number", "goals.csv:2:5: 列 plan_id", "shelters.csv:2:5: 列 capacity",
				"shelters.csv:3:1: 主キー s-1 が前の行と重複しています\n", "shelters.csv:4:1: 空の行があります", "notes.docx: 対応していない種類のファイルです", "整数ではありません",
			},
			"en": {
				"12 errors found\n", "\n  → fix the errors above (file:line:column) and run the command again\n", "goals.csv:2:12: column number", "goals.csv:2:5: column plan_id", "shelters.csv:2:5: column capacity",
				"shelters.csv:3:1: duplicate key s-1", "shelters.csv:4:1: ", "notes.docx: unsupported file type", "not an integer",
			},
		} {
			got := run(t, "check", faults, "--lang", language)
			if got.exit != 1 || got.stdout != "" {
				t.Errorf("exit %d, stdout %q", got.exit, got.stdout)
			}
			for _, want := range says {
				if !strings.Contains(got.stderr, want) {
					t.Errorf("stderr lacks %q:\n%s", want, got.stderr)
				}
			}
			if hasKana := strings.ContainsFunc(got.stderr, func(r rune) bool { return unicode.In(r, unicode.Hiragana, unicode.Katakana) }); hasKana != (language == "ja") {
				t.Errorf("in %s:\n%s", language, got.stderr)
			}
		}
	})
	t.Run("a folder without faults: every dataset with its rows", func(t *testing.T) {
		got := run(t, "check", folder(t, map[string]string{"shelters.csv": sheltersCSV, "shelters.schema.json": sheltersSchema}))
		if got.exit != 0 || got.stderr != "" || !strings.Contains(got.stdout, "initiatives                   106 行\n") ||
			!strings.Contains(got.stdout, "shelters                        2 行\n") || !strings.HasSuffix(got.stdout, "誤りはありません\n") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("the built-in sources", func(t *testing.T) {
		if got := run(t, "check"); got.exit != 0 || !strings.HasSuffix(got.stdout, "誤りはありません\n") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("no such folder", func(t *testing.T) {
		want := result{1, "", "opendata: フォルダーを開けません: nai\n  (open nai: no such file or directory)\n  → フォルダー名と場所、読み取りの権限を確認してください\n"}
		if got := run(t, "check", "nai"); got != want {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("two folders", func(t *testing.T) {
		if got := run(t, "check", "a", "b"); got.exit != 2 || !strings.Contains(got.stderr, "b: 不要な引数があります。削除してください\n") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("a link out of the folder is not followed", func(t *testing.T) {
		dir := folder(t, map[string]string{"shelters.schema.json": sheltersSchema})
		outside := filepath.Join(folder(t, map[string]string{"secret.csv": sheltersCSV}), "secret.csv")
		if err := os.Symlink(outside, filepath.Join(dir, "shelters.csv")); err != nil {
			t.Skip("links cannot be made here: ", err)
		}
		if got := run(t, "check", dir); got.exit != 1 || !strings.Contains(got.stderr, "shelters.csv: リンクの先がないか、フォルダーの外にあります") {
			t.Errorf("got %+v", got)
		}
	})
}
