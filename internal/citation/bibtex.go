package citation

import (
	"strings"
	"unicode"
)

// field is one field of a BibTeX entry, its value encoded for where it stands.
type field struct{ name, value string }

// entry writes a BibTeX entry. Every value stands between braces, which must be
// balanced inside it, escaped or not.
func entry(key string, fields ...field) string {
	var b strings.Builder
	b.WriteString("@misc{" + key)
	for _, f := range fields {
		b.WriteString(",\n  " + f.name + " = {" + f.value + "}")
	}
	b.WriteString("\n}")
	return b.String()
}

// latexSpecial are the characters that LaTeX reads as its own, and BibTeX's braces.
const latexSpecial = "{}\\%&#$_^~"

// latex encodes a text for a field that LaTeX typesets.
func latex(text string) string {
	text = line(text)
	if !strings.ContainsAny(text, latexSpecial) {
		return text // nearly every text; a replacer is costly to make
	}
	return strings.NewReplacer(
		// BibTeX counts braces whether or not a backslash stands before them.
		"{", `\textbraceleft{}`, "}", `\textbraceright{}`, `\`, `\textbackslash{}`,
		"%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`, "_", `\_`,
		"^", `\textasciicircum{}`, "~", `\textasciitilde{}`,
	).Replace(text)
}

// verbatim encodes a URL for a field that LaTeX takes letter by letter. What could
// end the field is percent-encoded, which means the same in a URL.
func verbatim(url string) string {
	if !strings.ContainsAny(url, `{}\`) {
		return url
	}
	return strings.NewReplacer("{", "%7B", "}", "%7D", `\`, "%5C").Replace(url)
}

// line makes a text one line: a control character, such as a line break, becomes
// a space.
func line(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}
