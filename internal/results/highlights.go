package results

import (
	"html"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/table"
)

// appendHighlights writes, behind the results, where the words that were searched
// for are in each row.
func (f found) appendHighlights(dst []byte, rows table.Rows) ([]byte, error) {
	if len(f.where.Search) == 0 {
		return dst, nil
	}
	marks, err := highlighted(rows, f.where.Search, MaxBytes-len(dst))
	if err != nil {
		return nil, err
	}
	return appendMember(dst, "highlights", marks)
}

// highlighted returns the highlights of each row, which have at most so many
// bytes: few rows can hold much text.
func highlighted(rows table.Rows, terms []string, most int) ([]map[string]string, error) {
	marks := make([]map[string]string, 0, len(rows.Index))
	for _, row := range rows.Index {
		found := highlights(rows.Table, row, terms, marked)
		for _, text := range found {
			most -= len(text)
		}
		if most < 0 {
			return nil, errTooLarge()
		}
		marks = append(marks, found)
	}
	return marks, nil
}

// excerpt marks places in the part of a text around the first of them.
func excerpt(text string, places [][2]int) string {
	if len(text) <= maxExcerpt {
		return marked(text, places)
	}
	from := max(0, places[0][0]-maxExcerpt/4) //nolint:mnd // a quarter before, the rest behind
	for from > 0 && !utf8.RuneStart(text[from]) {
		from--
	}
	to := min(len(text), max(from+maxExcerpt, places[0][1]))
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to++
	}
	var inside [][2]int
	for _, p := range places {
		if p[1] <= to {
			inside = append(inside, [2]int{p[0] - from, p[1] - from})
		}
	}
	out := marked(text[from:to], inside)
	if from > 0 {
		out = "…" + out
	}
	if to < len(text) {
		out += "…"
	}
	return out
}

// highlights returns the texts of a row that have the folded terms, by column,
// as HTML with the terms marked: shown whole (marked) or in part (excerpt).
func highlights(t *table.Table, row int, terms []string, shown func(text string, places [][2]int) string) map[string]string {
	marks := make(map[string]string)
	for column := range t.Columns() {
		if places := t.Found(column, row, terms); len(places) > 0 {
			marks[t.Column(column).Name] = shown(t.Text(column, row), places)
		}
	}
	return marks
}

// marked writes a text as HTML with some places marked.
func marked(text string, places [][2]int) string {
	var b strings.Builder
	at := 0
	for _, p := range places {
		b.WriteString(html.EscapeString(text[at:p[0]]) + "<mark>" + html.EscapeString(text[p[0]:p[1]]) + "</mark>")
		at = p[1]
	}
	b.WriteString(html.EscapeString(text[at:]))
	return b.String()
}
