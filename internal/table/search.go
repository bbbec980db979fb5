package table

import (
	"context"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/fold"
)

// How well a text fits a term; a row scores the best of its texts for each
// term, added up.
const (
	fitsInside = 1 // the term stands somewhere in it
	fitsStart  = 2 // it begins with the term
	fitsWhole  = 3 // it is the term
)

// MaxScore is the best score that a row can have.
const MaxScore = 255

// fitting returns how well each value of the column fits a term; nil if none does.
// The error is that of ctx.
func fitting(ctx context.Context, c *columnar.Column, term string) ([]uint8, error) {
	texts, err := c.Folded(ctx)
	if err != nil {
		return nil, err
	}
	var scores []uint8
	left := columnar.Poll(0)
	for code, text := range texts {
		if left.Ended(ctx, text) {
			return nil, ctx.Err()
		}
		if !strings.Contains(text, term) {
			continue
		}
		if scores == nil {
			scores = make([]uint8, c.Size+1)
		}
		scores[code] = fit(text, term)
	}
	return scores, nil
}

// PrepareSearch makes ready what every search needs: the texts as they are searched.
// The first search does so, too, and for much text that takes seconds. The error is
// that of ctx.
func (t *Table) PrepareSearch(ctx context.Context) error {
	for i := range t.columns {
		if c := &t.columns[i]; c.Searched() {
			if _, err := c.Folded(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// SearchedBytes returns how much text is searched: about what is taken to make
// that ready.
func (t *Table) SearchedBytes() int {
	sum := 0
	for i := range t.columns {
		if c := &t.columns[i]; c.Searched() {
			sum += c.TextBytes()
		}
	}
	return sum
}

// SearchMemory returns what is held for searches, in bytes.
func (t *Table) SearchMemory() int {
	sum := 0
	for i := range t.columns {
		sum += t.columns[i].FoldedBytes()
	}
	return sum
}

// fit returns how well a text fits a term that it contains.
func fit(text, term string) uint8 {
	switch {
	case text == term:
		return fitsWhole
	case strings.HasPrefix(text, term):
		return fitsStart
	}
	return fitsInside
}

// finder is the columns that have a term.
type finder []struct {
	column *columnar.Column
	scores []uint8
}

// finder looks for a term in all columns. The error is that of ctx.
func (t *Table) finder(ctx context.Context, term string) (finder, error) {
	var f finder
	for i := range t.columns {
		c := &t.columns[i]
		if !c.Searched() {
			continue
		}
		scores, err := fitting(ctx, c, term)
		if err != nil {
			return nil, err
		}
		if scores != nil {
			f = append(f, struct {
				column *columnar.Column
				scores []uint8
			}{c, scores})
		}
	}
	return f, nil
}

// best writes the best score that any text has in each of the rows from base on.
func (f finder) best(dst []uint8, base int) {
	clear(dst)
	for i := range f {
		v, scores := &f[i].column.Cells, f[i].scores
		switch {
		case v.U8 != nil:
			raise(dst, v.U8[base:], scores)
		case v.U16 != nil:
			raise(dst, v.U16[base:], scores)
		case v.U32 != nil:
			raise(dst, v.U32[base:], scores)
		default:
			raise(dst, v.U64[base:], scores)
		}
	}
}

// raise writes the scores of codes where they are better than what is there.
func raise[T columnar.Unsigned](dst []uint8, codes []T, scores []uint8) {
	for i, code := range codes[:len(dst)] {
		dst[i] = max(dst[i], scores[code])
	}
}

// scores returns how well each of the rows from..to fits the terms as a column
// to filter and sort by: 0 where a term is in none of its texts. Rows are looked
// at some at a time, for each term and column in turn: that keeps the loops free
// of branches.
func (t *Table) scores(ctx context.Context, terms []string, from, to int) (*columnar.Column, error) {
	out := &columnar.Column{Column: dataset.Column{Type: dataset.Integer}, Cells: columnar.NewVector(t.rows, MaxScore), Size: MaxScore + 1}
	finders := make([]finder, 0, len(terms))
	for _, term := range terms {
		f, err := t.finder(ctx, term)
		if err != nil {
			return nil, err
		}
		if len(f) == 0 {
			return out, nil // in no row at all
		}
		finders = append(finders, f)
	}
	var more [columnar.BlockRows]uint8
	for n, base := 0, from; base < to; n, base = n+1, base+columnar.BlockRows {
		if n%pollBlocks == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		sums := out.Cells.U8[base:min(base+columnar.BlockRows, to)]
		for i, f := range finders {
			if i == 0 {
				f.best(sums, base)
				continue
			}
			f.best(more[:len(sums)], base)
			add(sums, more[:len(sums)])
		}
	}
	return out, ctx.Err()
}

// add adds the scores of one more term. Rows that lack a term have none.
func add(sums, more []uint8) {
	for i, score := range more {
		if sums[i] == 0 || score == 0 {
			sums[i] = 0
			continue
		}
		sums[i] = uint8(min(int(sums[i])+int(score), MaxScore)) //nolint:gosec // at most MaxScore
	}
}

// Found returns the places of the folded terms in one cell of text: byte ranges,
// in order, apart from each other.
func (t *Table) Found(column, row int, terms []string) [][2]int {
	c := &t.columns[column]
	if c.Texts == nil || c.IsMissing(row) || !c.Searched() {
		return nil
	}
	text := c.Texts[c.Cells.At(row)]
	marked := make([]bool, len(text)+1)
	for _, term := range terms {
		for _, s := range fold.Spans(text, term) {
			for i := s[0]; i < s[1]; i++ {
				marked[i] = true
			}
		}
	}
	var found [][2]int
	for i := 0; i < len(text); i++ {
		if !marked[i] {
			continue
		}
		start := i
		for marked[i] {
			i++
		}
		found = append(found, [2]int{start, i})
	}
	return found
}
