package query

import (
	"context"

	"hachinohe.example/opendata/internal/table"
)

// Reach returns how many rows the query may have to look at, without looking at
// any: those of a table with the subject's columns, and of the datasets that its
// conditions and what it expands lead to.
func (q Query) Reach(ctx context.Context, t *table.Table) int {
	var own []table.Filter
	sum := 0
	count := func(c condition) {
		for _, r := range c.via {
			sum += r.Target.Table.Len()
		}
	}
	for _, c := range q.conditions {
		if count(c); len(c.via) == 0 {
			own = append(own, c.filter)
		}
	}
	for _, group := range q.orGroups {
		for _, alternative := range group {
			for _, c := range alternative {
				count(c)
			}
		}
	}
	rows := t.Reach(ctx, own)
	if q.plain() {
		rows = min(rows, q.Offset+q.Limit)
	}
	return sum + expanded(q.Expand) + rows
}

// plain reports whether a page is just so many rows of the table, one after another.
func (q Query) plain() bool {
	return q.Limit > 0 && q.Group == nil && q.after == nil &&
		len(q.conditions)+len(q.orGroups)+len(q.search)+len(q.sort)+len(q.Facets) == 0
}

// expanded is how many rows relations lead to at most.
func expanded(relations []Relation) int {
	sum := 0
	for _, r := range relations {
		sum += r.Target.Table.Len() + expanded(r.Below)
	}
	return sum
}
