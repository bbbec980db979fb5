// Package header writes the values of HTTP fields that contain text from
// elsewhere, such as the address of a licence or the name of a file.
//
// It promises that whatever the text is, the field says one thing, in ASCII, and
// ends where it should. It imports the standard library only; every package that
// answers may import it.
package header

import (
	"fmt"
	"net/url"
	"strings"
)

// Link is a link to a target (RFC 8288). What cannot stand in a URI is
// percent-encoded; what is encoded already stays as it is.
func Link(target, rel string) string {
	return "<" + uri(target) + ">; rel=" + quoted(rel)
}

// Attachment is the disposition of a body that is saved under a name (RFC 6266),
// which is written a second time, encoded, if it is not ASCII.
func Attachment(name string) string {
	disposition := "attachment; filename=" + quoted(name)
	if strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 }) { //nolint:mnd // ASCII ends
		disposition += "; filename*=UTF-8''" + url.PathEscape(strings.ToValidUTF8(name, "_"))
	}
	return disposition
}

// uri encodes the characters that no URI has (RFC 3986), among them those that
// would end a link.
func uri(target string) string {
	if !strings.ContainsFunc(target, outsideURI) {
		return target // nearly every target
	}
	var b strings.Builder
	for i := range len(target) {
		if c := target[i]; outsideURI(rune(c)) {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func outsideURI(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("<>\"{}|\\^`", r) }

// quoted is a quoted-string (RFC 9110 §5.6.4) in ASCII; other characters become
// underscores.
func quoted(text string) string {
	b := make([]byte, 0, len(text)+len(`""`))
	b = append(b, '"')
	for _, r := range text {
		switch {
		case r < ' ' || r >= 0x7f: //nolint:mnd // ASCII ends
			b = append(b, '_')
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		default:
			b = append(b, byte(r))
		}
	}
	return string(append(b, '"'))
}
