package citation_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/lang"
)

// hostile are texts that are something else to the program that reads a citation.
func hostile() []string {
	return []string{
		"100% free", "R&D", "A_1", "#1", "$5", "a^b~c", `C:\new`, "{", "}", "}{", "{balanced}", `\}`, `\{`, "{\\", "%\n}", "a\nb", "tab\tbed",
		"a\u2028b\u2029c\u0085d", "\r\nTY  - BOOK", "x\nER  - ", "ER  - ", "TI  - other", "\x00\x1b[31m", `"},"title":"other`, `</script>`,
		`"quoted"`, "@misc{x,", "},\n  title = {other", "「公共ホール」一覧", "a “quoted” title", "<b>&amp;</b>", "改行\r\nあり", `\input{/etc/passwd}`, "",
	}
}

// A field holds what it was given, whatever that is: entry is read as BibTeX
// reads it, and its text as LaTeX does.
func TestBibTeXHoldsAnyTitleAndLicence(t *testing.T) {
	for _, text := range hostile() {
		about := citation.Subject{Title: lang.T(text, ""), Key: "goals", Licence: text}
		fields, err := readEntry(source().Cite(about, "https://x.example/?q={a}").BibTeX)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		spaced := spaced(text)
		for name, want := range map[string]string{
			"author": dataset.CityName, "title": spaced, "year": "2027", "note": "Release 12, 2027-03-02, " + spaced,
		} {
			if got, err := typeset(fields[name]); err != nil || got != want {
				t.Errorf("%q: the %s is %q, typeset %q, %v", text, name, fields[name], got, err)
			}
		}
		if got := fields["url"]; got != "https://x.example/?q=%7Ba%7D" || len(fields) != 5 {
			t.Errorf("%q: the url is %q, of %d fields", text, got, len(fields))
		}
	}
}

// spaced is a text on one line.
func spaced(text string) string {
	return strings.NewReplacer("\r", " ", "\n", " ", "\t", " ", "\x00", " ", "\x1b", " ", "\u0085", " ", "\u2028", " ", "\u2029", " ").Replace(text)
}

// readEntry reads one entry strictly: a key, and fields between balanced braces,
// one a line.
func readEntry(text string) (map[string]string, error) {
	head := regexp.MustCompile(`^@misc\{[a-z0-9_]+`).FindString(text)
	if head == "" {
		return nil, fmt.Errorf("it begins with %.20q", text)
	}
	fields, rest := make(map[string]string), text[len(head):]
	for rest != "\n}" {
		begin := regexp.MustCompile(`^,\n  ([a-z]+) = \{`).FindStringSubmatch(rest)
		if begin == nil {
			return nil, fmt.Errorf("no field begins at %.30q", rest)
		}
		rest = rest[len(begin[0]):]
		end := closing(rest)
		if end < 0 || fields[begin[1]] != "" {
			return nil, fmt.Errorf("the field %s does not end, or is given twice", begin[1])
		}
		fields[begin[1]], rest = rest[:end], rest[end+1:]
	}
	return fields, nil
}

// closing finds the brace that ends a field, -1 if there is none. A backslash
// before a brace says nothing to BibTeX.
func closing(text string) int {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return -1
}

// typeset is what LaTeX makes of a field. It knows no commands but those for
// characters, and no character of its own without one.
func typeset(field string) (string, error) {
	commands := map[string]string{
		`\textbraceleft{}`: "{", `\textbraceright{}`: "}", `\textbackslash{}`: `\`, `\textasciicircum{}`: "^", `\textasciitilde{}`: "~",
		`\%`: "%", `\&`: "&", `\#`: "#", `\$`: "$", `\_`: "_",
	}
	if inner, ok := strings.CutPrefix(field, "{"); ok { // as the author is
		field = strings.TrimSuffix(inner, "}")
	}
	var b strings.Builder
	for field != "" {
		if command := regexp.MustCompile(`^\\(?:[a-z]+\{\}|.)`).FindString(field); command != "" {
			if commands[command] == "" {
				return "", fmt.Errorf("the command %s", command)
			}
			b.WriteString(commands[command])
			field = field[len(command):]
			continue
		}
		if strings.ContainsRune("{}\\%&#$_^~\n\r\t", rune(field[0])) {
			return "", fmt.Errorf("a bare %q", field[0])
		}
		b.WriteByte(field[0])
		field = field[1:]
	}
	return b.String(), nil
}

// A text between quotation marks has marks of the next level, so that it is clear
// where it ends, and it is one line.
func TestCitationsInWordsQuoteAnyTitle(t *testing.T) {
	for _, text := range hostile() {
		c := source().Cite(citation.Subject{Title: lang.T(text, text), Key: "goals", Licence: "CC BY\n4.0"}, "https://x.example/")
		for got, marks := range map[string][2]string{c.Text: {"「", "」"}, c.TextEn: {"“", "”"}} {
			if strings.Count(got, marks[0]) != 1 || strings.Count(got, marks[1]) != 1 || strings.ContainsAny(got, "\r\n\t") {
				t.Errorf("%q is quoted as %q", text, got)
			}
		}
	}
}
