package param

import (
	"strings"
	"unicode"

	"hachinohe.example/opendata/internal/lang"
)

// Cut takes the value at the beginning of text: up to one of the marks that
// separate values, or within quotation marks, doubled where they are part of
// it, with spaces around them or not. The rest begins with the mark. It is false
// where quotation marks do not enclose a value.
func Cut(text, marks string) (value, rest string, ok bool) {
	quoted, is := strings.CutPrefix(strings.TrimLeftFunc(text, unicode.IsSpace), `"`)
	if !is {
		end := strings.IndexAny(text, marks)
		if end < 0 {
			end = len(text)
		}
		return text[:end], text[end:], !strings.Contains(text[:end], `"`)
	}
	for {
		part, after, closed := strings.Cut(quoted, `"`)
		value += part
		second, doubled := strings.CutPrefix(after, `"`)
		after = strings.TrimLeftFunc(after, unicode.IsSpace)
		switch {
		case !closed:
			return value, "", false
		case !doubled:
			return value, after, after == "" || strings.Contains(marks, after[:1])
		}
		value += `"`
		quoted = second
	}
}

// Names reads a list of names. None of them has spaces, so those around them say
// nothing.
func Names(given *string) (string, bool) {
	if given == nil {
		return "", false
	}
	text := *given
	if !strings.ContainsFunc(text, unicode.IsSpace) {
		return text, true
	}
	names := strings.Split(text, ",")
	for i, name := range names {
		names[i] = strings.TrimSpace(name)
	}
	return strings.Join(names, ","), true
}

// Split takes values apart at commas. No cell begins or ends with a space, so
// those around a value say nothing.
func Split(text string) ([]string, lang.Text) {
	if !strings.Contains(text, `"`) {
		values := strings.Split(text, ",")
		for i, value := range values {
			values[i] = strings.TrimSpace(value)
		}
		return values, lang.Text{}
	}
	var values []string
	for {
		value, rest, ok := Cut(text, ",")
		if !ok {
			return nil, Misquoted()
		}
		values = append(values, strings.TrimSpace(value))
		if rest == "" {
			return values, lang.Text{}
		}
		text = rest[1:]
	}
}

// Misquoted says how quotation marks enclose a value.
func Misquoted() lang.Text {
	return lang.T(`引用符 " の使い方が違います。値の全体を " で囲み、値の中の " は "" にしてください（例 "a,b","c""d"）`,
		`invalid quotation marks: enclose the whole value in ", and double each " inside it, such as "a,b","c""d"`)
}

// Quote writes a value so that Cut reads it again.
func Quote(value, marks string) string {
	if !strings.ContainsAny(value, marks+`"`) {
		return value
	}
	return `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
}

// Join writes values so that Split reads them again.
func Join(values []string) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = Quote(value, ",")
	}
	return strings.Join(quoted, ",")
}
