package header_test

import (
	"mime"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/header"
)

func TestLink(t *testing.T) {
	for target, want := range map[string]string{
		"https://opendata.example/a?b=%3E&c=[d]": `<https://opendata.example/a?b=%3E&c=[d]>; rel="license"`,
		"https://x.example/規約":                   `<https://x.example/%E8%A6%8F%E7%B4%84>; rel="license"`,
		`https://x.example/>; rel="next", <y`:    `<https://x.example/%3E;%20rel=%22next%22,%20%3Cy>; rel="license"`,
		"https://x.example/\r\nSet-Cookie: a=b":  `<https://x.example/%0D%0ASet-Cookie:%20a=b>; rel="license"`,
		"https://x.example/\xff\\":               `<https://x.example/%FF%5C>; rel="license"`,
	} {
		if got := header.Link(target, "license"); got != want {
			t.Errorf("%q: got %s, want %s", target, got, want)
		}
	}
}

func TestAttachment(t *testing.T) {
	for _, name := range []string{"022039_goals.csv", "a b.csv", `a"; filename="b.exe`, `back\slash`, "公共ホール.csv", "100%.csv", "日本語'().csv"} {
		got := header.Attachment(name)
		kind, params, err := mime.ParseMediaType(got)
		if err != nil || kind != "attachment" || params["filename"] != name || len(params) != 1 {
			t.Errorf("%q: %s is read as %s %q, %v", name, got, kind, params, err)
		}
	}
	if got := header.Attachment("022039_goals.csv"); got != `attachment; filename="022039_goals.csv"` {
		t.Errorf("got %s", got)
	}
	if got := header.Attachment("a\r\nb\x7f\xff"); strings.ContainsFunc(got, func(r rune) bool { return r < ' ' || r > '~' }) {
		t.Errorf("got %q", got)
	}
}
