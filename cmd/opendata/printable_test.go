package main_test

import (
	"strings"
	"testing"
)

// What stands in a file or on a command line cannot command the terminal.
func TestControlCharactersReachNoTerminal(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"x.csv": "id,\x1b[31mred\n1,\u009b2J\r\n", "x.schema.json": `{"primaryKey":["id"],"fields":[{"name":"id"}]}`})
	for name, got := range map[string]result{
		"a heading":           run(t, "check", dir),
		"a command":           run(t, "\x1b]0;title\a"),
		"a flag":              english(t, "serve", "--\x1b[31m"),
		"an address in a URL": run(t, "verify", "https://\u009b.example\x7f/"),
	} {
		for _, text := range []string{got.stdout, got.stderr} {
			if strings.ContainsAny(text, "\x1b\a\r\x7f\u009b") {
				t.Errorf("%s: %q", name, text)
			}
		}
	}
	if got := run(t, "check", dir); got.exit != 1 || !strings.Contains(got.stderr, `\x1b[31mred`) {
		t.Errorf("the heading is not shown: %+v", got)
	}
}
