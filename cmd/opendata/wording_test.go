package main_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// bothLanguages finds Japanese, a slash, and Latin text behind it.
var bothLanguages = regexp.MustCompile(`[\p{Hiragana}\p{Katakana}\p{Han}][^/]* / [^/]*\p{Latin}`)

// The reader of a terminal chose one language. A literal that joins both would
// show both; a message is a lang.Text.
func TestNoTextJoinsJapaneseAndEnglish(t *testing.T) {
	var files []string
	for _, dir := range []string{".", "../../internal/config", "../../internal/siteverify"} {
		found, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no files in %s: %v", dir, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Fatal(err)
			}
			if bothLanguages.MatchString(text) {
				t.Errorf("%s: %q is in both languages", set.Position(literal.Pos()), text)
			}
			return true
		})
	}
}

func TestWhatJoinsJapaneseAndEnglishIsRecognised(t *testing.T) {
	for text, want := range map[string]bool{
		"公表しますか / publish?":                          true,
		"合計 / total: データセット / datasets %d":           true,
		"%d 行 / rows\n":                              true,
		"--store / OPENDATA_STORE":                   false,
		"https://opendata.city.example のように指定してください": false,
		"csv/json を指定":                               false,
		"plain / English":                            false,
	} {
		if got := bothLanguages.MatchString(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
