package table

import (
	"bytes"
	"context"

	"hachinohe.example/opendata/internal/columnar"
)

// Ranking is how well each row of a table fits some terms. It takes a byte a
// row, however many fit, so that hits in several tables can be listed together,
// the best first, and any page of that list is found without the pages before.
type Ranking struct {
	scores []uint8 // by row; 0 = does not fit
	counts [MaxScore + 1]int
}

// Rank looks at all rows for folded terms (fold.Terms). The error is that of ctx.
func (t *Table) Rank(ctx context.Context, terms []string) (*Ranking, error) {
	scores, err := t.scores(ctx, terms, 0, t.rows)
	if err != nil {
		return nil, err
	}
	r := &Ranking{scores: scores.Cells.U8}
	for score := range min(len(terms)*fitsWhole, MaxScore) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.counts[score+1] = bytes.Count(r.scores, []byte{uint8(score + 1)})
	}
	return r, nil
}

// Count returns how many rows have a score; those with score 0 do not fit.
func (r *Ranking) Count(score int) int { return r.counts[score] }

// Rows returns rows with a score, in the table's order: at most limit, behind the
// first offset of them. The error is that of ctx.
func (r *Ranking) Rows(ctx context.Context, score, offset, limit int) ([]int, error) {
	var rows []int
	wanted := uint8(score) //nolint:gosec // at most MaxScore
	for n, base := 0, 0; base < len(r.scores) && len(rows) < limit; n, base = n+1, base+columnar.BlockRows {
		if n%pollBlocks == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		block := r.scores[base:min(base+columnar.BlockRows, len(r.scores))]
		if here := bytes.Count(block, []byte{wanted}); here <= offset {
			offset -= here
			continue
		}
		for i, score := range block {
			if score == wanted {
				rows = append(rows, base+i)
			}
		}
		rows, offset = rows[offset:], 0
	}
	return rows[:min(limit, len(rows))], nil
}
