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
	var best []candidate
	worst, blocks := ^uint64(0), p.byBest(first)
	for n, block := range blocks {
		if n%pollBlocks == 0 && ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		if block.rank > worst {
			rows, err = p.ranked(ctx, best, keys, w)
			return rows, true, err
		}
		if n > len(blocks)/blockShare || len(best) > keptRows {
			break
		}
		base := max(int(block.row)*columnar.BlockRows, p.from)
		end := min(int(block.row+1)*columnar.BlockRows, p.to)
		p.match(&m, base, end)
		rows = m.Rows(rows[:0], base)
		for _, row := range rows {
			if rank := first.rank(row); rank <= worst {
				best = append(best, candidate{rank, row})
			}
		}
		if len(best) >= w.to {
			slices.SortFunc(best, candidate.compare)
			worst = best[w.to-1].rank
			end := w.to
			for end < len(best) && best[end].rank == worst {
				end++
			}
			best = best[:end]
		}
	}
	return nil, false, nil
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

// ranked returns the rows at the places w among candidates.
func (p *plan) ranked(ctx context.Context, best []candidate, keys []key, w window) ([]uint32, error) {
	rows := make([]uint32, 0, len(best))
	for _, c := range best {
		rows = append(rows, c.row)
	}
	slices.Sort(rows)
	return ordered(ctx, rows, keys, w)
}
