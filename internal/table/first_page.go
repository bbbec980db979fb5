package table

import (
	"cmp"
	"context"
	"slices"

	"hachinohe.example/opendata/internal/columnar"
)

const (
	// firstRows is up to which place in the order a page is looked for block by
	// block, and blockShare which part of the blocks may be looked at for it.
	firstRows  = 1 << 10
	blockShare = 16
)

// candidate is a row that may stand on the page.
type candidate struct {
	rank uint64
	row  uint32
}

func (c candidate) compare(other candidate) int {
	return cmp.Or(cmp.Compare(c.rank, other.rank), cmp.Compare(c.row, other.row))
}

// firstPage finds a page near the beginning of an order. It looks at the blocks
// with the best rows first, as their zones tell, and ends where no block can hold
// any that is as good as the last of the page. ok is false where that would be too
// many blocks: where few rows match, or many are equal.
func (p *plan) firstPage(ctx context.Context, keys []key, w window) (rows []uint32, ok bool, err error) {
	first := keys[0]
	if w.to > firstRows || p.to-p.from <= keptRows || !first.column.Zoned() {
		return nil, false, nil
	}
	var m columnar.Mask
	best, blocks := top{n: w.to, worst: ^uint64(0)}, p.byBest(first)
	for n, block := range blocks {
		switch {
		case n%pollBlocks == 0 && ctx.Err() != nil:
			return nil, false, ctx.Err()
		case block.rank > best.worst:
			rows, err = ordered(ctx, best.rows(), keys, w)
			return rows, true, err
		case n > len(blocks)/blockShare || len(best.candidates) > keptRows:
			return nil, false, nil
		}
		base := max(int(block.row)*columnar.BlockRows, p.from)
		end := min(int(block.row+1)*columnar.BlockRows, p.to)
		p.match(&m, base, end)
		rows = m.Rows(rows[:0], base)
		best.add(first, rows)
	}
	return nil, false, nil
}

// top is the n best of the rows that were added, by one key, and those that equal
// the worst of these.
type top struct {
	n          int
	worst      uint64 // rank of the n-th; the greatest there is until there are so many
	candidates []candidate
}

func (t *top) add(k key, rows []uint32) {
	for _, row := range rows {
		if rank := k.rank(row); rank <= t.worst {
			t.candidates = append(t.candidates, candidate{rank, row})
		}
	}
	if len(t.candidates) < t.n {
		return
	}
	slices.SortFunc(t.candidates, candidate.compare)
	t.worst = t.candidates[t.n-1].rank
	end, _ := slices.BinarySearchFunc(t.candidates, t.worst+1, func(c candidate, rank uint64) int { return cmp.Compare(c.rank, rank) })
	t.candidates = t.candidates[:end]
}

// rows returns the rows in the table's order.
func (t *top) rows() []uint32 {
	rows := make([]uint32, 0, len(t.candidates))
	for _, c := range t.candidates {
		rows = append(rows, c.row)
	}
	slices.Sort(rows)
	return rows
}

// byBest lists the blocks by the best rank that a row of them can have.
func (p *plan) byBest(k key) []candidate {
	var blocks []candidate
	for block := p.from / columnar.BlockRows; block*columnar.BlockRows < p.to; block++ {
		blocks = append(blocks, candidate{k.best(block), uint32(block)}) //nolint:gosec // fewer than rows
	}
	slices.SortFunc(blocks, candidate.compare)
	return blocks
}
