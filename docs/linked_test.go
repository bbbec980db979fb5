package docs_test

import (
	"os/exec"
	"strings"
	"testing"
)

// unused are modules that dependencies have linked in some version and that
// nothing here uses (ADR 31). Tests may use the last one.
var unused = []string{"github.com/quic-go/", "go.mongodb.org/", "github.com/xuri/excelize"}

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
