package query

import (
	"context"

	"hachinohe.example/opendata/internal/table"
)

// Reach returns how many rows of a table with the subject's columns the query
// has to look at, at most, without looking at any.
func (q Query) Reach(ctx context.Context, t *table.Table) int {
	var own []table.Filter
	for _, c := range q.conditions {
		if len(c.via) == 0 {
			own = append(own, c.filter)
		}
	}
	return t.Reach(ctx, own)
}
