package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// maxFacets bounds the values that are listed of one column: those that most
// rows have. How many there are is said beside them; group_by lists them all.
const maxFacets = 100

// FacetInfo is a value of a column and how many rows have it.
//
//	@Description	列の値と、その件数。valueは原本データと同じ表記で、値がなければnull。 / A value of a column, written as in the canonical files (null if missing), and the number of rows with it.
type FacetInfo struct {
	Value *string `json:"value"`
	Count int     `json:"count"`
}

// appendFacets writes, behind the results, how many rows have which value.
func (f found) appendFacets(ctx context.Context, results []byte, q recordsQuery) ([]byte, error) {
	if len(q.Facets) == 0 {
		return results, nil
	}
	facets, totals := make(map[string][]FacetInfo, len(q.Facets)), make(map[string]int, len(q.Facets))
	for _, column := range q.Facets {
		name := f.table.Column(column).Name
		list, err := facet(ctx, f.table, f.where, column)
		if err != nil {
			return nil, err
		}
		facets[name], totals[name] = list[:min(len(list), maxFacets)], len(list)
	}
	results, err := appendMember(results, "facets", facets)
	if err != nil {
		return nil, err
	}
	return appendMember(results, "facets_total", totals)
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
