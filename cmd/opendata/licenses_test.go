package main_test

import (
	"os/exec"
	"strings"
	"testing"
)

// The notices are those of exactly the modules that this program is made of.
func TestLicensesAreThoseOfTheLinkedModules(t *testing.T) {
	t.Parallel()
	got := run(t, "licenses")
	if got.exit != 0 || got.stderr != "" || !strings.Contains(got.stdout, "Redistributions in binary form must reproduce the above copyright notice") {
		t.Fatalf("exit %d, stderr %q, %.200s", got.exit, got.stderr, got.stdout)
	}
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := make(map[string]bool)
	for line := range strings.Lines(string(out)) {
		linked[line] = true
		if line != "\n" && !strings.Contains(got.stdout, "\n"+line) {
			t.Errorf("no notice of %s", line)
		}
	}
	for section := range strings.SplitSeq(got.stdout, strings.Repeat("=", 80)+"\n") {
		owners, _, _ := strings.Cut(section, "\n\n")
		for owner := range strings.Lines(owners + "\n") {
			if strings.Contains(owner, " v") && strings.Contains(owner, ".") && !linked[owner] {
				t.Errorf("a notice of %s, which is not linked", owner)
			}
		}
	}
	if got := run(t, "licenses", "all"); got.exit != 2 || !strings.Contains(got.stderr, "all: 不要な引数があります") {
		t.Errorf("an argument: %+v", got)
	}
}
