package param

import (
	"strings"
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
	return strings.NewReplacer("%", "%25", "&", "%26", "+", "%2B", "#", "%23", ";", "%3B").Replace(value)
}
