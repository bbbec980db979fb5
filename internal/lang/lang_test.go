package lang_test

import (
	"testing"

	"hachinohe.example/opendata/internal/lang"
)

func TestText(t *testing.T) {
	for _, test := range []struct {
		name              string
		text              lang.Text
		both              string
		japanese, english string
		empty             bool
	}{
		{"both languages, Japanese first", lang.T("計画", "plan"), "計画 / plan", "計画", "plan", false},
		{"Japanese alone", lang.T("計画", ""), "計画", "計画", "計画", false},
		{"English alone", lang.T("", "plan"), "plan", "plan", "plan", false},
		{"formatted", lang.Textf("第%d回公表: %s", "release %d: %s", 3, "x"), "第3回公表: x / release 3: x", "第3回公表: x", "release 3: x", false},
		{"neither", lang.Text{}, "", "", "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if both, empty := test.text.String(), test.text.Empty(); both != test.both || empty != test.empty {
				t.Errorf("got %q, %v, want %q, %v", both, empty, test.both, test.empty)
			}
			if ja, en := test.text.In(lang.Japanese), test.text.In(lang.English); ja != test.japanese || en != test.english {
				t.Errorf("got %q and %q, want %q and %q", ja, en, test.japanese, test.english)
			}
		})
	}
}

func TestParseLanguage(t *testing.T) {
	for _, test := range []struct {
		tag  string
		want lang.Language
		ok   bool
	}{
		{"ja", lang.Japanese, true},
		{"JA", lang.Japanese, true},
		{"ja_JP.UTF-8", lang.Japanese, true},
		{"en", lang.English, true},
		{"en-US", lang.English, true},
		{"en.UTF-8", lang.English, true},
		{"", lang.Japanese, false},
		{"C", lang.Japanese, false},
		{"english", lang.Japanese, false},
		{"fr_FR", lang.Japanese, false},
	} {
		if got, ok := lang.ParseLanguage(test.tag); got != test.want || ok != test.ok {
			t.Errorf("%q: got %v, %v", test.tag, got, ok)
		}
	}
}
