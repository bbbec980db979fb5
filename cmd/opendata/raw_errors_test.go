package main_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What a command fails with is read by a person: in the language of the terminal
// and with what to do about it (fault.New).
func TestNoCommandMakesARawError(t *testing.T) {
	raw := regexp.MustCompile(`\b(fmt\.Errorf|errors\.New)\(`)
	names, err := filepath.Glob("*.go")
	if err != nil || len(names) == 0 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if found := raw.Find(text); found != nil && !strings.HasSuffix(name, "_test.go") {
			t.Errorf("%s has %s", name, found)
		}
	}
}
