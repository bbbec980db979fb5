package docs_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// summary is the first paragraph behind the title of a document that is otherwise
// in English.
var summary = regexp.MustCompile(`^# [^\n]+\n\n> \*\*日本語の要約。\*\* ([^\n]+)\n\n`)

// Maintainers who read no English learn from its summary what a document says.
func TestDocumentsInEnglishBeginWithASummaryInJapanese(t *testing.T) {
	decisions, err := filepath.Glob("adr/0*.md")
	if err != nil || len(decisions) == 0 {
		t.Fatal("no decisions", err)
	}
	index := read(t, "adr/README.md")
	for _, name := range append(decisions, "architecture.md") {
		found := summary.FindStringSubmatch(read(t, name))
		if found == nil || strings.Count(found[1], "。") < 2 {
			t.Errorf("%s does not begin with its title and “> **日本語の要約。** ” with two sentences or more", name)
		}
		if base := filepath.Base(name); base != name && !strings.Contains(index, "("+base+")") {
			t.Errorf("adr/README.md does not list %s", base)
		}
	}
}
