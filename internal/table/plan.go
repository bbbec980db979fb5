package table

import (
	"context"
	"slices"
	"sort"

	"hachinohe.example/opendata/internal/columnar"
)

// plan is a query made ready: the rows it can find at all, and what is asked of
// each of them.
type plan struct {
	from, to   int // the rows that can match: the table's order led there
	conditions []columnar.Predicate
	or         [][][]columnar.Predicate
	never      bool // nothing can match
	score      *columnar.Column
	fixed      int // of how many of the table's order columns all rows from..to have one value
}

// plan makes the filters of a query ready. Where the rows are sorted by a
// filtered column, it finds the rows in question by bisection.
func (t *Table) plan(ctx context.Context, q Query) (*plan, error) {
	p := &plan{to: t.rows}
	for _, f := range q.Filters {
		p.add(t.prepare(ctx, f))
	}
	for _, alternatives := range q.Or {
		group := make([][]columnar.Predicate, 0, len(alternatives))
		for _, filters := range alternatives {
			all := make([]columnar.Predicate, 0, len(filters))
			for _, f := range filters {
				all = append(all, t.prepare(ctx, f))
			}
			group = append(group, all)
		}
		p.or = append(p.or, group)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p.narrow(t)
	if len(q.Search) > 0 && !p.never {
		score, err := t.scores(ctx, q.Search, p.from, p.to)
		if err != nil {
			return nil, err
		}
		p.score = score
		p.add(columnar.Predicate{Column: score, Set: columnar.Range(1, score.Size)})
	}
	return p, nil
}

// add takes in a condition; two on one column that are single spans become one.
func (p *plan) add(c columnar.Predicate) {
	p.never = p.never || c.Empty()
	if len(c.Spans) == 1 {
		for i := range p.conditions {
			old := &p.conditions[i]
			if old.Column != c.Column || len(old.Spans) != 1 {
				continue
			}
			old.Set = columnar.Range(max(old.Spans[0].Lo, c.Spans[0].Lo), min(old.Spans[0].Hi, c.Spans[0].Hi))
			p.never = p.never || old.Empty()
			return
		}
	}
	p.conditions = append(p.conditions, c)
}

// narrow finds the rows in question by the columns that the table is sorted by:
// as long as one value is asked for, the next column is sorted, too.
func (p *plan) narrow(t *Table) {
	if p.never {
		p.to = p.from
		return
	}
	for _, i := range t.order {
		c := &t.columns[i]
		at := slices.IndexFunc(p.conditions, func(q columnar.Predicate) bool { return q.Column == c && len(q.Spans) == 1 })
		if at < 0 {
			return
		}
		s := p.conditions[at].Spans[0]
		p.conditions = slices.Delete(p.conditions, at, at+1)
		base, n := p.from, p.to-p.from
		p.from = base + sort.Search(n, func(row int) bool { return c.Cells.At(base+row) >= s.Lo })
		p.to = base + sort.Search(n, func(row int) bool { return c.Cells.At(base+row) >= s.Hi })
		if s.Hi-s.Lo > 1 {
			return
		}
		p.fixed++
	}
}

// everything reports whether every row from..to matches.
func (p *plan) everything() bool { return len(p.conditions) == 0 && len(p.or) == 0 }

// pollBlocks is after how many blocks a query looks whether it is still wanted.
const pollBlocks = 64

// blocks calls f with the matching rows of one block after the other: the mask
// counts from base, which is a multiple of BlockRows but for the first. It ends
// when f returns false or ctx ends.
func (p *plan) blocks(ctx context.Context, f func(m *columnar.Mask, base, end int) bool) error {
	var m columnar.Mask
	return p.spans(ctx, func(base, end int) bool {
		p.match(&m, base, end)
		return f(&m, base, end)
	})
}

// spans is blocks without a look at the rows.
func (p *plan) spans(ctx context.Context, f func(base, end int) bool) error {
	for n, base := 0, p.from; base < p.to; n++ {
		if n%pollBlocks == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		end := min((base/columnar.BlockRows+1)*columnar.BlockRows, p.to)
		if !f(base, end) {
			return nil
		}
		base = end
	}
	return nil
}

// count returns how many rows match from one on that is the first of a block. The
// error is that of ctx.
func (p *plan) count(ctx context.Context, from int) (n int, err error) {
	if p.everything() {
		return p.to - from, nil
	}
	rest := *p
	rest.from = from
	if len(p.or) > 0 {
		err = rest.blocks(ctx, func(m *columnar.Mask, _, _ int) bool {
			n += m.Count()
			return true
		})
		return n, err
	}
	err = rest.spans(ctx, func(base, end int) bool {
		n += columnar.Count(p.conditions, base, end)
		return true
	})
	return n, err
}

// match marks the rows from base to end that satisfy everything asked.
func (p *plan) match(m *columnar.Mask, base, end int) {
	m.Fill(end - base)
	columnar.Conjoin(m, p.conditions, base, end)
	for _, group := range p.or {
		var some columnar.Mask
		for _, alternative := range group {
			all := *m
			columnar.Conjoin(&all, alternative, base, end)
			some.Or(&all)
		}
		*m = some
	}
}
