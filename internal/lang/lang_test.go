package lang_test

import (
	"testing"

	"hachinohe.example/opendata/internal/lang"
)

func TestText(t *testing.T) {
	for _, test := range []struct {
		name  string
		text  lang.Text
		shown string
		empty bool
	}{
		{"both languages, Japanese first", lang.T("計画", "plan"), "計画 / plan", false},
		{"Japanese alone", lang.T("計画", ""), "計画", false},
		{"English alone", lang.T("", "plan"), "plan", false},
		{"neither", lang.Text{}, "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if shown, empty := test.text.String(), test.text.Empty(); shown != test.shown || empty != test.empty {
				t.Errorf("got %q, %v, want %q, %v", shown, empty, test.shown, test.empty)
			}
		})
	}
}
