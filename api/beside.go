package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// maxFacets bounds the values that are listed of one column: those that most
// rows have. How many there are is said beside them; group_by lists them all.
const maxFacets = 100

// FacetInfo is a value of a column and how many rows have it.
//
//	@Description	列の値と、その件数。valueは正本の書き方で、値がなければnull。 / A value of a column as the canonical files write it, null where there is none, and how many rows have it.
type FacetInfo struct {
	Value *string `json:"value"`
	Count int     `json:"count"`
}

// beside writes what stands beside the results behind them: how many rows have
// which value, and where the words that were searched for stand.
func (f found) beside(ctx context.Context, results []byte, rows table.Rows, q recordsQuery) ([]byte, error) {
	var err error
	if len(q.Facets) > 0 {
		facets, totals := make(map[string][]FacetInfo, len(q.Facets)), make(map[string]int, len(q.Facets))
		for _, column := range q.Facets {
			name := f.table.Column(column).Name
			list, err := facet(ctx, f.table, f.where, column)
			if err != nil {
				return nil, err
			}
			facets[name], totals[name] = list[:min(len(list), maxFacets)], len(list)
		}
		if results, err = member(results, "facets", facets); err != nil {
			return nil, err
		}
		if results, err = member(results, "facets_total", totals); err != nil {
			return nil, err
		}
	}
	if len(f.where.Search) > 0 && q.Group == nil {
		marks, err := highlighted(rows, f.where.Search, maxAnswer-len(results))
		if err != nil {
			return nil, err
		}
		return member(results, "highlights", marks)
	}
	return results, nil
}

// member writes a member of an object behind others.
func member(dst []byte, name string, value any) ([]byte, error) {
	text, err := marshal(value)
	if err != nil {
		return nil, err
	}
	if len(dst)+len(text) > maxAnswer {
		return nil, errTooLarge()
	}
	dst = append(append(append(dst, `,"`...), name...), `":`...)
	return append(dst, text[:len(text)-1]...), nil
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

// facet counts the rows that have each value of a column, most first.
func facet(ctx context.Context, t *table.Table, where table.Query, column int) ([]FacetInfo, error) {
	groups, err := t.Group(ctx, where, table.Grouping{
		Keys: []table.Key{{Column: column}}, Aggregates: []table.Aggregate{{Func: table.Count, Column: -1}},
	})
	if errors.Is(err, table.ErrTooManyGroups) {
		return nil, tooManyValues(t.Column(column).Name, err)
	}
	if err != nil {
		return nil, err
	}
	list := make([]FacetInfo, 0, groups.Len())
	for row := range groups.Len() {
		info := FacetInfo{Count: int(groups.Value(1, row).Int)}
		if !groups.Missing(0, row) {
			text := groups.Text(0, row)
			info.Value = &text
		}
		list = append(list, info)
	}
	slices.SortStableFunc(list, func(a, b FacetInfo) int { return cmp.Compare(b.Count, a.Count) })
	return list, nil
}

func tooManyValues(column string, err error) error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("列 %s の値が多すぎて数えられません（%dまで）", column, table.MaxGroups), fmt.Sprintf("too many values of %s to count (at most %d)", column, table.MaxGroups)),
		lang.T("条件を加えるか、facets から "+column+" を削除してください", "add conditions, or remove "+column+" from facets")).Because(err)
}

// maxExcerpt is how much of a text is shown around what was found in it, in
// bytes.
const maxExcerpt = 600

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
