package results

import (
	"context"
	"errors"

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
		list, total, err := facet(ctx, f.table, f.where, column)
		if err != nil {
			return nil, err
		}
		facets[name], totals[name] = list, total
	}
	dst, err := appendMember(dst, "facets", facets)
	if err != nil {
		return nil, err
	}
	return appendMember(dst, "facets_total", totals)
}

// facet counts the rows that have each value of a column, and lists those that
// most rows have; total is how many values there are.
func facet(ctx context.Context, t *table.Table, where table.Query, column int) (list []FacetInfo, total int, err error) {
	groups, err := t.Group(ctx, where, table.Grouping{
		Keys: []table.Key{{Column: column}}, Aggregates: []table.Aggregate{{Func: table.Count, Column: -1}}, Memory: groupMemory,
	})
	if errors.Is(err, table.ErrTooManyGroups) {
		return nil, 0, tooManyValues(t.Column(column).Name, err)
	}
	if err != nil {
		return nil, 0, err
	}
	const count = 1 // the column behind the key
	rows, err := groups.Select(ctx, table.Query{Sort: []table.SortKey{{Column: count, Descending: true}}, Limit: MaxFacets})
	if err != nil {
		return nil, 0, err
	}
	list = make([]FacetInfo, 0, len(rows.Index))
	for _, row := range rows.Index {
		info := FacetInfo{Count: int(groups.Value(count, row).Int)}
		if !groups.Missing(0, row) {
			text := groups.Text(0, row)
			info.Value = &text
		}
		list = append(list, info)
	}
	return list, groups.Len(), nil
}
