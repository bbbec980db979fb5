package lang_test

import (
	"testing"

	"hachinohe.example/opendata/internal/lang"
)

func TestOtherNotations(t *testing.T) {
	for _, c := range []struct {
		name       string
		rewrite    func(string) string
		text, want string
	}{
		{"full width", lang.Narrow, "Ａ１　ー～", "A1 ー~"},
		{"yes", lang.Truth, " はい ", "true"},
		{"no", lang.Truth, "ＮＯ", "false"},
		{"neither", lang.Truth, "perhaps", ""},
		{"leading zeros", lang.Digits, "007", "7"},
		{"a plus sign", lang.Digits, "+1.50", "1.50"},
		{"nothing before the point", lang.Digits, "-.5", "-0.5"},
		{"a negative zero", lang.Digits, "-0.0", "0.0"},
		{"nothing", lang.Digits, "", "0"},
		{"a stray escape", lang.Escaped, `C:\a\*\`, `C:\\a\*\\`},
	} {
		if got := c.rewrite(c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	for text, want := range map[string]bool{"1,000": true, "-12,000.5": true, "1,050,200": true, "10,500": false, "1,00": false, "0,000": false, "a,000": false} {
		if got, ok := lang.Ungrouped(text); ok != want || ok && len(got) >= len(text) {
			t.Errorf("%s: %q, %v", text, got, ok)
		}
	}
}
