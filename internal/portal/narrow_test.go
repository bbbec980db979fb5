package portal_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var (
	rowPattern  = regexp.MustCompile(`<tr><td[^>]*>|</th><td[^>]*>|</td><td[^>]*>`)
	headPattern = regexp.MustCompile(`(?s)<thead>.*?</thead>`)
)

// Where the headings of a table are out of sight, its cells say what they are.
func TestCellsOfReleasesAreNamedOnNarrowScreens(t *testing.T) {
	for _, name := range []string{"release", "releases"} {
		page := string(pages(t)[name])
		heads := strings.Join(headPattern.FindAllString(page, -1), "")
		cells := rowPattern.FindAllString(page, -1)
		if len(cells) < 6 {
			t.Fatalf("%s: only %d cells", name, len(cells))
		}
		for _, cell := range cells {
			label := regexp.MustCompile(`data-label="([^"]+)"`).FindStringSubmatch(cell)
			if label == nil || !strings.Contains(heads, `<th scope="col">`+label[1]+`</th>`) {
				t.Errorf("%s: %s does not have a heading of the table", name, cell)
			}
		}
	}
	css, err := os.ReadFile("portal.css")
	if err != nil {
		t.Fatal(err)
	}
	if _, narrow, _ := strings.Cut(string(css), "@media (max-width: 40rem)"); !strings.Contains(narrow, `[data-label]::before { content: attr(data-label)`) {
		t.Error("the names are not shown")
	}
}

func TestEveryPageLinksTheOthers(t *testing.T) {
	for name, page := range pages(t) {
		_, nav, _ := strings.Cut(string(page), `<nav aria-label="サイト">`)
		nav, _, _ = strings.Cut(nav, "</nav>")
		for _, want := range []string{`#datasets">`, `href="/releases"`, `href="/docs"`} {
			if !strings.Contains(nav, want) {
				t.Errorf("%s does not link %s", name, want)
			}
		}
	}
}
