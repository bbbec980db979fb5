package param

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxHint is how long a parameter may be that a message shows, in characters.
const maxHint = 200

// Hint writes a parameter as it is typed behind the ? of an address. It is false
// where that is too long to be shown: what is cut off cannot be called.
func Hint(name, value string) (string, bool) {
	hint := name + "=" + Typed(value)
	return hint, utf8.RuneCountInString(hint) <= maxHint
}

// Typed writes a value as it is typed in an address: what means something else
// there is encoded, everything else stays readable.
func Typed(value string) string {
	var b strings.Builder
	for _, r := range value {
		if strings.ContainsRune("%&+#;", r) || unicode.IsControl(r) {
			b.WriteString(url.QueryEscape(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
