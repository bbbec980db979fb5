package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The READMEs say the same of the same options, which are those of serve.
func TestSettingsOfTheReadmes(t *testing.T) {
	help, err := exec.CommandContext(t.Context(), "go", "run", "../cmd/opendata", "serve", "--help", "--lang", "en").Output()
	if err != nil {
		t.Fatal(err)
	}
	option := regexp.MustCompile(`--[a-z0-9-]+|OPENDATA_[A-Z0-9_]+`)
	want := option.FindAllString(string(help), -1)
	want = slices.DeleteFunc(want, func(name string) bool { return strings.HasPrefix(name, "OPENDATA_S3_") }) // operations.md
	slices.Sort(want)
	for _, name := range []string{"../README.md", "README.en.md"} {
		var got []string
		for _, row := range regexp.MustCompile("(?m)^\\| (?:`--|\\| `).*$").FindAllString(read(t, name), -1) {
			got = append(got, option.FindAllString(strings.Join(strings.Split(row, "|")[:3], ""), -1)...)
		}
		slices.Sort(got)
		if !slices.Equal(got, slices.Compact(want)) {
			t.Errorf("%s has %q, want %q", name, got, want)
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A link between documents leads to a file, and to a heading or an anchor of it.
func TestLinksBetweenDocumentsLeadSomewhere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#:\s]*)(#[^)\s]+)?\)`)
	for _, pattern := range []string{"../README.md", "*.md", "guides/*.md", "adr/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(pattern, err)
		}
		for _, name := range names {
			for _, found := range link.FindAllStringSubmatch(read(t, name), -1) {
				target := name
				if found[1] != "" {
					target = filepath.Join(filepath.Dir(name), found[1])
				}
				if _, err := os.Stat(target); err != nil {
					t.Errorf("%s: %s leads nowhere", name, found[0])
				} else if found[2] != "" && !slices.Contains(anchors(read(t, target)), found[2][1:]) {
					t.Errorf("%s: %s has no such heading or anchor", name, found[0])
				}
			}
		}
	}
}

// anchors are where links into a document can lead: its headings, as GitHub and
// GitLab name them, and its own.
func anchors(text string) []string {
	var all []string
	for _, found := range regexp.MustCompile(`(?m)^#+ (.+)$|<a id="([^"]+)">`).FindAllStringSubmatch(text, -1) {
		heading := regexp.MustCompile(`[^\p{L}\p{N}_ -]`).ReplaceAllString(strings.ToLower(found[1]), "")
		all = append(all, strings.ReplaceAll(heading, " ", "-"), found[2])
	}
	return all
}
