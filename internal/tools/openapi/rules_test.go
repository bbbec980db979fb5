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

// What the readers of the document need to know is asked for, operation by operation.
func TestOperationsAreDescribedInFull(t *testing.T) {
	number := func(schema object) object { return object{"name": "n", "in": "query", "schema": schema} }
	for name, c := range map[string]struct {
		tag   string
		param object
		want  string
	}{
		"a tag that nobody declares": {"other", number(object{"type": "string"}), "the tag other is not declared"},
		"a number without bounds":    {"plan", number(object{"type": "integer", "minimum": 1}), "the number n needs"},
		"nothing wrong":              {"plan", number(object{"type": "integer", "minimum": 1, "maximum": 9}), ""},
	} {
		t.Run(name, func(t *testing.T) {
			src := read(t, "a.go", "@Router /a [get]")
			op := object{"tags": []any{c.tag}, "parameters": []any{c.param}, "responses": object{}}
			err := correctOperations(object{"tags": []any{object{"name": "plan"}}, "paths": object{"/a": object{"get": op}}}, src)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestYAMLHasTheSchemaOfItsValue(t *testing.T) {
	response := object{"content": object{"application/yaml": object{"schema": object{"type": "object"}}, "text/csv": object{"schema": object{"type": "object"}}}}
	correctResponse("get", "200", response)
	content, _ := response["content"].(object)
	for media, want := range map[string]string{"application/yaml": "object", "text/csv": "string"} {
		described, _ := content[media].(object)
		schema, _ := described["schema"].(object)
		if schema["type"] != want {
			t.Errorf("%s is of type %v, want %s", media, schema["type"], want)
		}
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
