package table

import (
	"context"
	"slices"

	"hachinohe.example/opendata/internal/columnar"
)

const (
	fewRows     = 1 << 12 // that are sorted as they are
	keptRows    = 1 << 16 // that are kept from the first pass
	bucketBits  = 12
	bucketCount = 1<<bucketBits + 1 // the last is that of the missing value
)

// sortedPage finds a page of rows in an order that the table does not have, and
// counts all. Many rows are never sorted as a whole: a first pass counts how
// many have which leading bits of the first key, a second collects the rows of
// those buckets alone that the page touches.
func (t *Table) sortedPage(ctx context.Context, p *plan, keys []key, after *int, w window) ([]uint32, int, error) {
	if after == nil {
		rows, found, err := p.firstPage(ctx, keys, w)
		if err != nil {
			return nil, 0, err
		}
		if found {
			count, err := p.count(ctx, p.from)
			return rows, count, err
		}
	}
	h := newHistogram(keys[0])
	var rows []uint32
	count := 0
	err := p.blocks(ctx, func(m *columnar.Mask, base, end int) bool {
		n := m.Count()
		if count += n; n > 0 {
			h.tally(m, n, base, end)
		}
		if len(rows) <= keptRows {
			rows = m.Rows(rows, base)
		}
		return true
	})
	if err != nil {
		return nil, 0, err
	}
	if len(rows) == count {
		rows, err = arranged(ctx, rows, keys, after, w)
		return rows, count, err
	}
	h.addPartial()
	touched, w := h.touched(after, w)
	p = p.and(columnar.Predicate{Column: keys[0].column, Set: columnar.Set{Spans: touched}})
	rows, err = t.amongTouched(ctx, p, keys, touched, after, w)
	return rows, count, err
}

// amongTouched finds a page among the rows of the buckets that it touches.
func (t *Table) amongTouched(ctx context.Context, p *plan, keys []key, touched []columnar.Span, after *int, w window) ([]uint32, error) {
	equal, needed := len(touched) == 1 && touched[0].Hi-touched[0].Lo == 1, p.to
	switch {
	case equal && len(keys) > 1:
		rows, _, err := t.sortedPage(ctx, p, keys[1:], after, w)
		return rows, err
	case equal && after == nil: // they stand in the table's order already
		needed = w.to
	}
	rows, err := p.collect(ctx, needed)
	if err != nil {
		return nil, err
	}
	return arranged(ctx, rows, keys, after, w)
}

// arranged returns the rows at the places w in the order of the keys, behind a
// row if one is given.
func arranged(ctx context.Context, rows []uint32, keys []key, after *int, w window) ([]uint32, error) {
	if after != nil {
		rows = behind(rows, keys, uint32(*after)) //nolint:gosec // bounded by columnar.MaxRows
	}
	return ordered(ctx, rows, keys, w)
}

// and returns the plan with one more condition.
func (p *plan) and(also columnar.Predicate) *plan {
	narrower := *p
	narrower.conditions = append(slices.Clone(p.conditions), also)
	return &narrower
}

// collect returns the matching rows, or, of more than are needed, so many at
// least.
func (p *plan) collect(ctx context.Context, needed int) ([]uint32, error) {
	var rows []uint32
	err := p.blocks(ctx, func(m *columnar.Mask, base, _ int) bool {
		rows = m.Rows(rows, base)
		return len(rows) < needed
	})
	return rows, err
}

// behind keeps the rows that come after a row.
func behind(rows []uint32, keys []key, after uint32) []uint32 {
	compare := comparing(keys)
	return slices.DeleteFunc(rows, func(row uint32) bool {
		c := compare(row, after)
		return c < 0 || c == 0 && row <= after
	})
}
