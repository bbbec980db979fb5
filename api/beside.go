package api

import (
	"cmp"
	"context"
	"html"
	"slices"
	"strings"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// maxFacets bounds the values that are counted of one column.
const maxFacets = 100

// FacetInfo is a value of a column and how many rows have it.
//
//	@Description	列の値と、その件数。valueは正本の書き方で、値がなければnull。 / A value of a column as the canonical files write it, null where there is none, and how many rows have it.
type FacetInfo struct {
	Value *string `json:"value"`
	Count int     `json:"count"`
}

// beside writes what stands beside the results: how many rows have which value,
// and where the words that were searched for stand.
func (f found) beside(ctx context.Context, set *release.Set, rows table.Rows, q recordsQuery) ([]byte, error) {
	var out []byte
	if len(q.Facets) > 0 {
		facets := make(map[string][]FacetInfo, len(q.Facets))
		for _, column := range q.Facets {
			list, err := facet(ctx, set.Table, f.where, column)
			if err != nil {
				return nil, err
			}
			facets[set.Table.Column(column).Name] = list
		}
		text, err := marshal(facets)
		if err != nil {
			return nil, err
		}
		out = append(append(out, `,"facets":`...), text[:len(text)-1]...)
	}
	if len(f.where.Search) > 0 && q.Group == nil {
		marks := make([]map[string]string, 0, len(rows.Index))
		for _, row := range rows.Index {
			marks = append(marks, highlights(set.Table, row, f.where.Search))
		}
		text, err := marshal(marks)
		if err != nil {
			return nil, err
		}
		out = append(append(out, `,"highlights":`...), text[:len(text)-1]...)
	}
	return out, nil
}

// facet counts the rows that have each value of a column, most first.
func facet(ctx context.Context, t *table.Table, where table.Query, column int) ([]FacetInfo, error) {
	groups, err := t.Group(ctx, where, table.Grouping{
		Keys: []table.Key{{Column: column}}, Aggregates: []table.Aggregate{{Func: table.Count, Column: -1}},
	})
	if err != nil {
		return nil, groupFault(err)
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
	return list[:min(len(list), maxFacets)], nil
}

// highlights returns the texts of a row that have the folded terms, by column,
// as HTML with the terms marked.
func highlights(t *table.Table, row int, terms []string) map[string]string {
	marks := make(map[string]string)
	for column := range t.Columns() {
		if places := t.Found(column, row, terms); len(places) > 0 {
			marks[t.Column(column).Name] = marked(t.Text(column, row), places)
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
