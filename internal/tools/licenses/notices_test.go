package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// tree writes files below a folder of its own.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, text := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// pkg is a package in a folder of a module.
func pkg(root, module, dir string) listed {
	var p listed
	p.Module = &struct {
		Path, Version, Dir string
		Main               bool
	}{Path: module, Version: "v1.0.0", Dir: filepath.Join(root, module)}
	p.Dir = filepath.Join(root, module, dir)
	return p
}

func TestEveryTextStandsOnceBelowThoseItBelongsTo(t *testing.T) {
	root := tree(t, map[string]string{
		"go/LICENSE": "BSD\n", "go/README.md": "not a notice",
		"b/LICENSE.txt": "Apache \r\n", "b/x/y/y.go": "", "b/x/licence.md": "of x", "b/z/COPYING": "not linked", "b/license_test.go": "not a notice",
		"a/LICENSE": "Apache", "a/NOTICE": "of a",
	})
	got, err := notices([]listed{pkg(root, "b", "x/y"), pkg(root, "b", ""), pkg(root, "a", "")}, filepath.Join(root, "go"))
	line := strings.Repeat("=", 80) + "\n"
	want := line + "Go standard library and runtime\n\nBSD\n\n" + line + "a v1.0.0\nb v1.0.0\n\nApache\n\n" + line + "a v1.0.0\n\nof a\n\n" + line + "b v1.0.0\n\nof x\n"
	if err != nil || got != want {
		t.Errorf("got %v\n%s\nwant\n%s", err, got, want)
	}
}

func TestAModuleWithoutANoticeIsRefused(t *testing.T) {
	root := tree(t, map[string]string{"go/LICENSE": "BSD", "a/a.go": ""})
	if got, err := notices([]listed{pkg(root, "a", "")}, filepath.Join(root, "go")); err == nil || err.Error() != "a v1.0.0 has no notice" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := notices(nil, filepath.Join(root, "a")); err == nil {
		t.Errorf("without the notice of Go: %q", got)
	}
}
