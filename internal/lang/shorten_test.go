package lang_test

import (
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/lang"
)

func TestShorten(t *testing.T) {
	long := strings.Repeat("八", 80)
	for _, c := range []struct{ name, text, want string }{
		{"a text that is short enough", long, long},
		{"a text of a character more", long + "戸", long + "…"},
		{"nothing", "", ""},
	} {
		if got := lang.Shorten(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
