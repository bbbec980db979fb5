package main

import (
	"bytes"
	"fmt"
	"io"
	"unicode"
)

// printable is a writer to a terminal. Text from elsewhere (a source file, a store,
// a site that is verified) could contain control characters and command the
// terminal with them: move the cursor, hide lines, set a title. They are shown as
// \x1b instead.
type printable struct{ to io.Writer }

// Write writes text that ends with a whole character.
func (p printable) Write(text []byte) (int, error) {
	if !bytes.ContainsFunc(text, commands) { // nearly every text
		return p.to.Write(text) //nolint:wrapcheck // the error is that of the writer behind
	}
	var shown []byte
	for _, r := range string(text) {
		if commands(r) {
			shown = fmt.Appendf(shown, `\x%02x`, r)
		} else {
			shown = append(shown, string(r)...)
		}
	}
	if _, err := p.to.Write(shown); err != nil {
		return 0, err //nolint:wrapcheck // as above
	}
	return len(text), nil
}

// commands reports whether a terminal acts on a character instead of showing it.
func commands(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }
