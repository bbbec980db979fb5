package query

import (
	"strings"
	"unicode"

	"hachinohe.example/opendata/internal/lang"
)

// cut takes the value at the beginning of text: up to one of the marks that
// separate values, or within quotation marks, doubled where they are part of
// it, with spaces around them or not. The rest begins with the mark. It is false
// where quotation marks do not enclose a value.
func cut(text, marks string) (value, rest string, ok bool) {
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

// names reads a list of names. None of them has spaces, so those around them say
// nothing.
func names(given *string) (string, bool) {
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

// split takes values apart at commas. No cell begins or ends with a space, so
// those around a value say nothing.
func split(text string) ([]string, lang.Text) {
	if !strings.Contains(text, `"`) {
		values := strings.Split(text, ",")
		for i, value := range values {
			values[i] = strings.TrimSpace(value)
		}
		return values, lang.Text{}
	}
	var values []string
	for {
		value, rest, ok := cut(text, ",")
		if !ok {
			return nil, misquoted()
		}
		values = append(values, strings.TrimSpace(value))
		if rest == "" {
			return values, lang.Text{}
		}
		text = rest[1:]
	}
}

func misquoted() lang.Text {
	return lang.T(`引用符 " の使い方が違います。値の全体を " で囲み、値の中の " は "" にしてください（例 "a,b","c""d"）`,
		`invalid quotation marks: enclose the whole value in ", and double each " inside it, such as "a,b","c""d"`)
}

// quote writes a value so that cut reads it again.
func quote(value, marks string) string {
	if !strings.ContainsAny(value, marks+`"`) {
		return value
	}
	return `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
}

// join writes values so that split reads them again.
func join(values []string) string {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = quote(value, ",")
	}
	return strings.Join(quoted, ",")
}
