package table

import (
	"context"
	"slices"

	"hachinohe.example/opendata/internal/columnar"
)

// Query asks for rows that satisfy everything it says. Its numbers may come from
// anywhere: a page that lies outside the rows is empty, and so is what stands
// behind a row that the table does not have.
type Query struct {
	Filters []Filter     // all hold
	Or      [][][]Filter // of every group, all filters of at least one alternative hold
	Search  []string     // folded terms (fold.Terms), each of which some text or list of the row that is searched contains
	Sort    []SortKey    // completed by relevance if Search is given, then by the table's own order
	Offset  int
	Limit   int  // 0 = no limit
	After   *int // the page begins behind this row, wherever that stands in the order; nil = at the beginning
}

// SortKey is one column to sort by. Missing cells come last either way.
type SortKey struct {
	Column     int
	Descending bool
}

// Rows is the answer to a query: row numbers of its table.
type Rows struct {
	Table *Table
	Index []int   // the rows of the page
	Count int     // how many rows there are in all pages
	Score []uint8 // how well each row of the page fits the search; nil without one
}

// All returns every row, in the table's order.
func (t *Table) All() Rows {
	rows := Rows{Table: t, Index: make([]int, t.rows), Count: t.rows}
	for i := range rows.Index {
		rows.Index[i] = i
	}
	return rows
}

// Select answers a query with one page. The error is that of ctx.
func (t *Table) Select(ctx context.Context, q Query) (Rows, error) {
	out := Rows{Table: t}
	p, err := t.plan(ctx, q)
	if err != nil {
		return out, err
	}
	offset, limit := min(max(q.Offset, 0), t.rows), t.rows
	if q.Limit > 0 {
		limit = min(q.Limit, t.rows)
	}
	if q.After != nil && (*q.After < 0 || *q.After >= t.rows) {
		q.After, limit = nil, 0
	}
	rows, count, err := t.page(ctx, p, q, window{offset, offset + limit})
	if err != nil {
		return out, err
	}
	out.Count, out.Index = count, make([]int, 0, len(rows))
	for _, row := range rows {
		out.Index = append(out.Index, int(row))
		if p.score != nil {
			out.Score = append(out.Score, uint8(p.score.Cells.At(int(row)))) //nolint:gosec // scores are bytes
		}
	}
	return out, nil
}

// window is the places from..to in an order of rows.
type window struct{ from, to int }

// page finds the rows of one page and counts all.
func (t *Table) page(ctx context.Context, p *plan, q Query, w window) ([]uint32, int, error) {
	keys := p.keys(t, q)
	switch {
	case p.everything() && len(keys) == 0:
		return p.plainPage(q, w), p.to - p.from, nil
	case len(keys) == 0:
		return p.orderedPage(ctx, q, w)
	}
	return t.sortedPage(ctx, p, keys, q.After, w)
}

// plainPage needs no look at any row: all match and stand in order.
func (p *plan) plainPage(q Query, w window) []uint32 {
	first := p.from
	if q.After != nil {
		first = max(first, *q.After+1)
	}
	end := min(first+w.to, p.to)
	rows := make([]uint32, 0, max(0, end-first-w.from))
	for row := first + w.from; row < end; row++ {
		rows = append(rows, uint32(row)) //nolint:gosec // bounded by columnar.MaxRows
	}
	return rows
}

// orderedPage finds a page in the table's own order.
func (p *plan) orderedPage(ctx context.Context, q Query, w window) ([]uint32, int, error) {
	var rows, block []uint32
	count, passed := 0, 0
	rest := p.to
	err := p.blocks(ctx, func(m *columnar.Mask, base, _ int) bool {
		if passed >= w.to { // the page is there: the rest is only counted
			rest = base
			return false
		}
		count += m.Count()
		block = m.Rows(block[:0], base)
		if q.After != nil {
			i, _ := slices.BinarySearchFunc(block, *q.After+1, func(row uint32, after int) int { return int(row) - after })
			block = block[i:]
		}
		rows = append(rows, block[min(max(w.from-passed, 0), len(block)):min(max(w.to-passed, 0), len(block))]...)
		passed += len(block)
		return true
	})
	if err != nil {
		return nil, 0, err
	}
	more, err := p.count(ctx, rest)
	return rows, count + more, err
}

// Scan calls yield with all rows of a query, in order, some at a time; Offset,
// Limit and After are passed over. Rows in the table's own order take no memory
// however many they are, others a few bytes each. The slice is valid during the
// call alone. The error is that of ctx or of yield.
func (t *Table) Scan(ctx context.Context, q Query, yield func(rows []int) error) error {
	p, err := t.plan(ctx, q)
	if err != nil {
		return err
	}
	batch := make([]int, 0, columnar.BlockRows)
	if keys := p.keys(t, q); len(keys) > 0 {
		rows, _, err := t.sortedPage(ctx, p, keys, nil, window{0, p.to - p.from})
		if err != nil {
			return err
		}
		for chunk := range slices.Chunk(rows, columnar.BlockRows) {
			if err := deliver(ctx, batch, chunk, yield); err != nil {
				return err
			}
		}
		return nil
	}
	var block []uint32
	var failed error
	err = p.blocks(ctx, func(m *columnar.Mask, base, _ int) bool {
		block = m.Rows(block[:0], base)
		failed = deliver(ctx, batch, block, yield)
		return failed == nil
	})
	if failed != nil {
		return failed
	}
	return err
}

func deliver(ctx context.Context, batch []int, rows []uint32, yield func([]int) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	batch = batch[:0]
	for _, row := range rows {
		batch = append(batch, int(row))
	}
	if len(batch) == 0 {
		return nil
	}
	return yield(batch)
}
