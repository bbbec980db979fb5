package ledger_test

import (
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/ledger"
)

var entryText = `{"number":2,"kind":"cancel","effective":"2026-12-01T09:00:00+09:00","sha256":"` + strings.Repeat("0a", 32) + `","cancels":1}` + "\n"

func written(tb testing.TB, e ledger.Entry) string {
	tb.Helper()
	data, err := e.Encode()
	if err != nil {
		tb.Fatal(err)
	}
	return string(data)
}

func TestAnEntryThatIsNotInCanonicalFormIsRefused(t *testing.T) {
	e, err := ledger.ParseEntry([]byte(entryText))
	if err != nil || written(t, e) != entryText {
		t.Fatalf("the example is not accepted: %v", err)
	}
	for _, test := range []struct{ name, old, new string }{
		{"a space", `"number":2`, `"number": 2`},
		{"no line end", "}\n", "}"},
		{"two line ends", "}\n", "}\n\n"},
		{"something after it", "}\n", "}\n{}"},
		{"another order", `{"number":2,"kind":"cancel",`, `{"kind":"cancel","number":2,`},
		{"a key twice", `"number":2,`, `"number":1,"number":2,`},
		{"a key in upper case", `"number"`, `"Number"`},
		{"an unknown key", `"number":2,`, `"number":2,"more":1,`},
		{"a missing key", `"number":2,`, ``},
		{"a number as text", `"number":2`, `"number":"2"`},
		{"a number with an exponent", `"number":2`, `"number":2e0`},
		{"a number with a fraction", `"number":2`, `"number":2.0`},
		{"a zero that goes without saying", `"cancels":1`, `"cancels":0`},
		{"an escaped letter", `"cancel"`, `"c\u0061ncel"`},
		{"another zone", "09:00:00+09:00", "00:00:00Z"},
		{"fractions of a second", "09:00:00+09:00", "09:00:00.5+09:00"},
		{"a day that does not exist", "2026-12-01", "2026-02-30"},
		{"a year of five digits", "2026-12-01", "12026-12-01"},
		{"no instant", "2026-12-01T09:00:00+09:00", ""},
		{"a short sha256", "0a0a", "0a"},
		{"a sha256 in upper case", "0a0a", "0A0a"},
		{"a sha256 that is a path", "0a0a", "../a"},
		{"no JSON", entryText, "null"},
		{"nothing", entryText, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := strings.Replace(entryText, test.old, test.new, 1)
			if e, err := ledger.ParseEntry([]byte(changed)); err == nil {
				t.Errorf("accepted %q as %v", changed, e)
			}
		})
	}
}

func FuzzParseEntry(f *testing.F) {
	for _, seed := range []string{entryText, strings.Replace(entryText, `,"cancels":1`, "", 1), strings.Replace(entryText, "cancel", "<&\u2028", 1), "{}", "", "null"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if e, err := ledger.ParseEntry(data); err == nil && written(t, e) != string(data) {
			t.Errorf("%q was accepted as %v, which is written %q", data, e, written(t, e))
		}
	})
}
