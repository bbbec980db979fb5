package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCheckRefusesWhatSwagMisreads(t *testing.T) {
	for name, c := range map[string]struct{ file, comment, want string }{
		"a handler beside the general information": {
			infoFile, "@Router /a [get]", "overwrite the description",
		},
		"two answers of one status": {
			"a.go", "@Success 200 {object} A\n@Success 200,404 {object} B", "status 200 is said twice",
		},
		"a header before its status": {
			"a.go", `@Header 200 {string} ETag "t"` + "\n@Success 200 {object} A", "not said above",
		},
		"a struct without form tags as a query parameter": {
			"a.go", `@Param q query Query false "d"`, "want name",
		},
		"a parameter without a description": {
			"a.go", `@Param q query string false`, "want name",
		},
		"a deprecation that denies itself": {
			"a.go", "@Deprecated false", "takes no value",
		},
		"a combined type": {
			"a.go", "@Success 200 {object} Answer{results=[]Goal}", "declare a type",
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := read(t, c.file, c.comment).check()
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestOneIDPerOperation(t *testing.T) {
	twoPaths := read(t, "a.go", "@Router /a.json [get]\n@Router /a.yaml [get]")
	if _, err := twoPaths.routes(); err == nil {
		t.Error("two paths of one handler got the same id")
	}
	head := read(t, "a.go", "@ID answer\n@Router /a [get]\n@Router /a [head]")
	ids, err := head.routes()
	if err != nil || ids["get /a"].id != "answer" || ids["head /a"].id != "headAnswer" {
		t.Errorf("got %v, %v", ids, err)
	}
}

// read parses one handler with the comment.
func read(t *testing.T, name, comment string) *source {
	t.Helper()
	dir := t.TempDir()
	text := "package api\n\n//\t" + strings.ReplaceAll(comment, "\n", "\n//\t") + "\nfunc handle() {}\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	src := &source{shapes: map[string]shape{}}
	if err := src.readFile(dir, name, true); err != nil {
		t.Fatal(err)
	}
	return src
}
