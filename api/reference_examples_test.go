package api_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"hachinohe.example/opendata/api"
)

// The queries that the reference begins with are answered, with rows, and what
// explains them is there.
func TestExamplesThatTheReferenceBeginsWith(t *testing.T) {
	h := service(t)
	page := ask(t, h, "/docs").Body.String()
	_, section, _ := strings.Cut(page, `<section id="examples"`)
	section, _, _ = strings.Cut(section, "</section>")
	links := regexp.MustCompile(`href="([^"]+)"`).FindAllStringSubmatch(section, -1)
	if len(links) < 5 {
		t.Fatalf("only %d links", len(links))
	}
	for _, link := range links {
		target := html.UnescapeString(link[1])
		if anchor, ok := strings.CutPrefix(target, "#"); ok {
			if !strings.Contains(page, `id="`+anchor+`"`) {
				t.Errorf("nothing at %s", target)
			}
			continue
		}
		if got := into[api.RecordsAnswer](t, ask(t, h, target)); len(got.Results) == 0 {
			t.Errorf("%s: no rows", target)
		}
	}
}
