package results

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"hachinohe.example/opendata/internal/table"
)

// FacetInfo is a value of a column and how many rows have it.
//
//	@Description	列の値と、その件数。valueは原本データと同じ表記で、値がなければnull。 / A value of a column, written as in the canonical files (null if missing), and the number of rows with it.
type FacetInfo struct {
	Value *string `json:"value"`
	Count int     `json:"count"`
}

// appendFacets writes, behind the results, how many rows have which value.
func (f found) appendFacets(ctx context.Context, dst []byte, columns []int) ([]byte, error) {
	if len(columns) == 0 {
		return dst, nil
	}
	facets, totals := make(map[string][]FacetInfo, len(columns)), make(map[string]int, len(columns))
	for _, column := range columns {
		name := f.table.Column(column).Name
		list, err := facet(ctx, f.table, f.where, column)
		if err != nil {
			return nil, err
		}
		facets[name], totals[name] = list[:min(len(list), MaxFacets)], len(list)
	}
	dst, err := appendMember(dst, "facets", facets)
	if err != nil {
		return nil, err
	}
	return appendMember(dst, "facets_total", totals)
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
