package table

import "context"

// Reach returns how many rows a query with these filters has to look at: the
// whole table, unless filters for one value of the columns that it is sorted by
// lead to fewer. It looks at none of them for that, so it costs next to nothing.
func (t *Table) Reach(ctx context.Context, filters []Filter) int {
	p := &plan{to: t.rows}
	for _, f := range filters {
		if f.Op == Eq {
			p.add(t.prepare(ctx, f))
		}
	}
	p.narrow(t)
	return p.to - p.from
}
