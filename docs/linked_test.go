package docs_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// unused are modules that dependencies have linked in some version and that
// nothing here uses (ADR 31). Tests may use the last one.
var unused = []string{"github.com/quic-go/", "go.mongodb.org/", "github.com/xuri/excelize"}

// What tests alone use is required by a module of its own (ADR 30).
func TestTheModuleRequiresOnlyWhatTheProgramLinks(t *testing.T) {
	list := func(args ...string) []string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "go", append([]string{"list"}, args...)...)
		cmd.Dir = ".."
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list: %v", err)
		}
		return strings.Fields(string(out))
	}
	linked := list("-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./cmd/opendata")
	for _, required := range list("-m", "-f", "{{if not .Indirect}}{{.Path}}{{end}}", "all") {
		if !slices.Contains(linked, required) {
			t.Errorf("%s is required and not linked", required)
		}
	}
}

func TestTheProgramLinksNothingItDoesNotUse(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "./cmd/opendata")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	linked := strings.Fields(string(out))
	if len(linked) < 100 {
		t.Fatalf("only %d packages", len(linked))
	}
	for _, path := range linked {
		for _, prefix := range unused {
			if strings.HasPrefix(path, prefix) {
				t.Errorf("%s is linked", path)
			}
		}
	}
}
