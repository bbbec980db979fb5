package table

import (
	"context"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
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

// folded is the texts of a column as they are searched, made when they are
// searched first. Every distinct text is looked at: over the texts of a plan
// that takes microseconds.
type folded struct {
	lazy
	texts []string // as many as are made: a request that ends leaves them to the next
}

// foldedTexts returns the texts of a column as they are searched. The error is
// that of ctx.
func (c *column) foldedTexts(ctx context.Context) ([]string, error) {
	f := c.folded
	err := f.make(ctx, func() error {
		f.texts = slices.Grow(f.texts, len(c.texts)-len(f.texts))
		left := patience(0)
		for _, text := range c.texts[len(f.texts):] {
			if left.ended(ctx, text) {
				return ctx.Err()
			}
			f.texts = append(f.texts, fold.Text(text))
		}
		return nil
	})
	if err != nil {
		return nil, err // another request may be at them
	}
	return f.texts, nil
}

// fits returns how well each value of the column fits a term; nil if none does.
// The error is that of ctx.
func (c *column) fits(ctx context.Context, term string) ([]uint8, error) {
	texts, err := c.foldedTexts(ctx)
	if err != nil {
		return nil, err
	}
	var scores []uint8
	left := patience(0)
	for code, text := range texts {
		if left.ended(ctx, text) {
			return nil, ctx.Err()
		}
		if !strings.Contains(text, term) {
			continue
		}
		if scores == nil {
			scores = make([]uint8, c.size+1)
		}
		scores[code] = fit(text, term)
	}
	return scores, nil
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
	column *column
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
		scores, err := c.fits(ctx, term)
		if err != nil {
			return nil, err
		}
		if scores != nil {
			f = append(f, struct {
				column *column
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
		v, scores := &f[i].column.codes, f[i].scores
		switch {
		case v.u8 != nil:
			raise(dst, v.u8[base:], scores)
		case v.u16 != nil:
			raise(dst, v.u16[base:], scores)
		case v.u32 != nil:
			raise(dst, v.u32[base:], scores)
		default:
			raise(dst, v.u64[base:], scores)
		}
	}
}

// raise writes the scores of codes where they are better than what is there.
func raise[T unsigned](dst []uint8, codes []T, scores []uint8) {
	for i, code := range codes[:len(dst)] {
		dst[i] = max(dst[i], scores[code])
	}
}

// scores returns how well each of the rows from..to fits the terms as a column
// to filter and sort by: 0 where a term is in none of its texts. Rows are looked
// at some at a time, for each term and column in turn: that keeps the loops free
// of branches.
func (t *Table) scores(ctx context.Context, terms []string, from, to int) (*column, error) {
	out := &column{Column: dataset.Column{Type: dataset.Integer}, codes: newVector(t.rows, MaxScore), size: MaxScore + 1}
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
	var more [blockRows]uint8
	for n, base := 0, from; base < to; n, base = n+1, base+blockRows {
		if n%pollBlocks == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		sums := out.codes.u8[base:min(base+blockRows, to)]
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
	if c.texts == nil || c.isMissing(row) || !c.Searched() {
		return nil
	}
	text := c.texts[c.codes.at(row)]
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
