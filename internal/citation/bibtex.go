package citation

import (
	"strings"
	"unicode"
)

// field is one field of an entry, its value encoded for where it stands.
type field struct{ name, value string }

// bibTeX writes a BibTeX entry.
func (r reference) bibTeX() string {
	return entry(r.key,
		field{"author", "{" + latex(r.author) + "}"}, // braces: the name of an organisation
		field{"title", latex(r.title)},
		field{"year", r.day[:4]},
		field{"note", latex(r.note)},
		field{"url", verbatim(r.url)},
	)
}

// entrySize holds nearly every entry of a bibliography.
const entrySize = 512

// entry writes a BibTeX entry. Every value stands between braces, which must be
// balanced inside it, escaped or not.
func entry(key string, fields ...field) string {
	var b strings.Builder
	b.Grow(entrySize)
	b.WriteString("@misc{")
	b.WriteString(key)
	for _, f := range fields {
		b.WriteString(",\n  ")
		b.WriteString(f.name)
		b.WriteString(" = {")
		b.WriteString(f.value)
		b.WriteString("}")
	}
	b.WriteString("\n}")
	return b.String()
}

// latexSpecial are the characters that LaTeX reads as its own, and BibTeX's braces.
const latexSpecial = "{}\\%&#$_^~"

// latex encodes a text of one line for a field that LaTeX typesets.
func latex(text string) string {
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
// a space, and so do the breaks of Unicode that are none.
func line(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, text)
}
