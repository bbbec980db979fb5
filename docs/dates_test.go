package docs_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"
)

// A time in the future is refused, so that an example of one does not work yet.
func TestExamplesAskForTimesThatHaveCome(t *testing.T) {
	asOf := regexp.MustCompile(`as_of=(\d{4}-\d\d-\d\d)`)
	found := 0
	for _, pattern := range []string{"../README.md", "*.md", "guides/*.md"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range asOf.FindAllSubmatch(text, -1) {
				found++
				if day, err := time.Parse(time.DateOnly, string(match[1])); err != nil || day.After(time.Now()) {
					t.Errorf("%s has %s", name, match[0])
				}
			}
		}
	}
	if found == 0 {
		t.Error("no example was found")
	}
}
