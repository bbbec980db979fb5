package query_test

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/param"
)

// hinted matches what a message tells somebody to write.
var hinted = regexp.MustCompile(`(?:for example|such as|use|write|one of:|including|with \| \(|:) ?([a-z_]+[a-z_0-9.]*=[^;]*)`)

// hintsIn are the parameters that a message tells somebody to write. Values of
// these tests have no semicolon.
func hintsIn(message string) []string {
	var hints []string
	for _, found := range hinted.FindAllStringSubmatch(message, -1) {
		hint, _, _ := strings.Cut(found[1], " (")
		if _, example, ok := strings.Cut(hint, "such as "); ok { // behind the form of all conditions
			hint = example
		}
		if strings.Count(hint, ")") > strings.Count(hint, "(") { // of the sentence
			hint = strings.TrimSuffix(hint, ")")
		}
		for part := range strings.SplitSeq(hint, ", ") {
			if name, _, ok := strings.Cut(part, "="); ok && name != "format" { // which is read elsewhere
				hints = append(hints, part)
			}
		}
	}
	return hints
}

// Whatever a message tells somebody to write can be written: typed in an address as
// it stands, alone or in the place of what was wrong, it is accepted.
func TestHintsCanBeCalled(t *testing.T) {
	called := 0
	for _, cases := range messages() {
		for _, c := range cases {
			_, err := parse(subject(t, c.dataset), c.raw, inPages())
			wrong, ok := errors.AsType[*fault.Error](err)
			if !ok {
				continue // only wrong where there are no pages
			}
			for _, f := range wrong.Fields {
				for _, hint := range hintsIn(f.Message.En) {
					called++
					_, alone := parse(subject(t, c.dataset), hint, inPages())
					if _, instead := parse(subject(t, c.dataset), replaced(t, c.raw, f.Place, hint), inPages()); alone != nil && instead != nil || strings.Contains(hint, "…") {
						t.Errorf("%s: %s?%s is told %q, but %s is refused: %v", c.name, c.dataset, c.raw, f.Message.En, hint, alone)
					}
				}
			}
		}
	}
	if called < 60 {
		t.Errorf("only %d hints were found", called)
	}
}

// replaced is a query string with a hint in the place of a parameter.
func replaced(t *testing.T, raw, name, hint string) string {
	t.Helper()
	given, err := url.ParseQuery(raw)
	if err != nil {
		t.Fatal(err)
	}
	given.Del(name)
	return strings.TrimPrefix(given.Encode()+"&"+hint, "&")
}

// What means something in an address is encoded, and what is cut off is not shown.
func TestHints(t *testing.T) {
	for value, want := range map[string]string{
		"オープン データ":               "title=オープン データ",
		"A&B":                    "title=A%26B",
		"C++":                    "title=C%2B%2B",
		"100%":                   "title=100%25",
		"#1;2":                   "title=%231%3B2",
		strings.Repeat("八", 194): "title=" + strings.Repeat("八", 194),
		strings.Repeat("八", 195): "",
	} {
		got, ok := param.Hint("title", value)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q, %v", value, got, ok)
		}
		if read, err := url.ParseQuery(got); err != nil || ok && read.Get("title") != value {
			t.Errorf("%q is read as %v, %v", got, read, err)
		}
	}
}
