package table

import (
	"context"
	"slices"
)

// Reach returns how many rows a query with these filters may have to look at:
// the whole table, unless filters for one value of the columns that it is sorted
// by lead to fewer. It takes no more than a bisection for each of them.
func (t *Table) Reach(ctx context.Context, filters []Filter) int {
	p := &plan{to: t.rows}
	for _, f := range filters {
		// What equals a value is found among the cells of lists only by reading them.
		if f.Op == Eq && slices.Contains(t.order, f.Column) && !t.columns[f.Column].HoldsLists() {
			p.add(t.prepare(ctx, f))
		}
	}
	p.narrow(t)
	return p.to - p.from
}
