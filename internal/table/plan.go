package table

import (
	"context"
	"slices"
	"sort"
)

// plan is a query made ready: the rows it can find at all, and what is asked of
// each of them.
type plan struct {
	from, to   int // the rows that can match: the table's order led there
	conditions []predicate
	either     [][][]predicate
	never      bool // nothing can match
	score      *column
	fixed      int // of how many of the table's order columns all rows from..to have one value
}

// plan makes the filters of a query ready. Where the rows are sorted by a
// filtered column, it finds the rows in question by bisection.
func (t *Table) plan(ctx context.Context, q Query) (*plan, error) {
	p := &plan{to: t.rows}
	for _, f := range q.Filters {
		p.add(t.prepare(ctx, f))
	}
	for _, alternatives := range q.Either {
		group := make([][]predicate, 0, len(alternatives))
		for _, filters := range alternatives {
			all := make([]predicate, 0, len(filters))
			for _, f := range filters {
				all = append(all, t.prepare(ctx, f))
			}
			group = append(group, all)
		}
		p.either = append(p.either, group)
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
		p.add(predicate{column: score, codeSet: one(1, score.size)})
	}
	return p, nil
}

// add takes in a condition; two on one column that are single spans become one.
func (p *plan) add(c predicate) {
	p.never = p.never || c.empty()
	if len(c.spans) == 1 {
		for i := range p.conditions {
			old := &p.conditions[i]
			if old.column != c.column || len(old.spans) != 1 {
				continue
			}
			old.codeSet = one(max(old.spans[0].lo, c.spans[0].lo), min(old.spans[0].hi, c.spans[0].hi))
			p.never = p.never || old.empty()
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
		at := slices.IndexFunc(p.conditions, func(q predicate) bool { return q.column == c && len(q.spans) == 1 })
		if at < 0 {
			return
		}
		s := p.conditions[at].spans[0]
		p.conditions = slices.Delete(p.conditions, at, at+1)
		base, n := p.from, p.to-p.from
		p.from = base + sort.Search(n, func(row int) bool { return c.codes.at(base+row) >= s.lo })
		p.to = base + sort.Search(n, func(row int) bool { return c.codes.at(base+row) >= s.hi })
		if s.hi-s.lo > 1 {
			return
		}
		p.fixed++
	}
}

// everything reports whether every row from..to matches.
func (p *plan) everything() bool { return len(p.conditions) == 0 && len(p.either) == 0 }

// pollBlocks is after how many blocks a query looks whether it is still wanted.
const pollBlocks = 64

// blocks calls f with the matching rows of one block after the other: the mask
// counts from base, which is a multiple of blockRows but for the first. It ends
// when f returns false or ctx ends.
func (p *plan) blocks(ctx context.Context, f func(m *mask, base, end int) bool) error {
	var m mask
	for n, base := 0, p.from; base < p.to; n++ {
		if n%pollBlocks == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		end := min((base/blockRows+1)*blockRows, p.to)
		p.match(&m, base, end)
		if !f(&m, base, end) {
			return nil
		}
		base = end
	}
	return nil
}

// match marks the rows from base to end that satisfy everything asked.
func (p *plan) match(m *mask, base, end int) {
	m.fill(end - base)
	conjoin(m, p.conditions, base, end)
	for _, group := range p.either {
		var some mask
		for _, alternative := range group {
			all := *m
			conjoin(&all, alternative, base, end)
			some.or(&all)
		}
		*m = some
	}
}

// fewMarked is how many rows of a block are faster looked at one by one.
const fewMarked = blockRows / 32

// conjoin unmarks the rows that fail any of the conditions.
func conjoin(m *mask, conditions []predicate, base, end int) {
	for i := range conditions {
		if conditions[i].in(base/blockRows) == none {
			*m = mask{}
			return
		}
	}
	var one mask
	for i := range conditions {
		switch n := m.count(); {
		case n == 0:
			return
		case conditions[i].in(base/blockRows) == all:
		case n < fewMarked:
			conditions[i].keep(m, base)
		default:
			conditions[i].mark(&one, base, end)
			m.and(&one)
		}
	}
}
