package columnar

import "math/bits"

// Predicate is a filter made ready: what it asks of the codes of a column.
type Predicate struct {
	Column *Column
	Set
}

// fewMarked is how many rows of a block are faster looked at one by one.
const fewMarked = BlockRows / 32

// Conjoin unmarks the rows that fail any of the conditions.
func Conjoin(m *Mask, conditions []Predicate, base, end int) {
	for i := range conditions {
		if conditions[i].in(base/BlockRows) == none {
			*m = Mask{}
			return
		}
	}
	var one Mask
	for i := range conditions {
		switch n := m.Count(); {
		case n == 0:
			return
		case conditions[i].in(base/BlockRows) == all:
		case n < fewMarked:
			conditions[i].keep(m, base)
		default:
			conditions[i].Mark(&one, base, end)
			m.And(&one)
		}
	}
}

// share is how many rows of a block satisfy a predicate, as its zone tells.
type share int

const (
	none share = iota
	some       // only a look at them tells
	all
)

// in returns how many rows of the block satisfy the predicate.
func (p *Predicate) in(block int) share {
	if p.Flags != nil || p.Column.zones == nil {
		return some
	}
	z, absent := p.Column.zones[block], p.Column.MissingCode()
	values, missing := none, !z.missing // whether all that is missing is asked for
	for _, s := range p.Spans {
		switch {
		case s.Lo <= z.least && z.most < s.Hi:
			values = all
		case s.Lo <= z.most && z.least < s.Hi:
			values = max(values, some)
		}
		missing = missing || s.Lo <= absent && absent < s.Hi
	}
	switch {
	case values == all && missing:
		return all
	case values == none && (!missing || !z.missing):
		return none
	}
	return some
}

// keep unmarks the rows that do not satisfy the predicate, one by one.
func (p *Predicate) keep(m *Mask, base int) {
	for w, word := range m {
		for ; word != 0; word &= word - 1 {
			i := bits.TrailingZeros64(word)
			if !p.Has(p.Column.Cells.At(base + w*WordRows + i)) {
				m[w] &^= 1 << i
			}
		}
	}
}

// Mark sets out to the rows from base to end that satisfy the predicate.
func (p *Predicate) Mark(out *Mask, base, end int) {
	v := &p.Column.Cells
	switch {
	case v.U8 != nil:
		markIn(out, v.U8[base:end], p.Set)
	case v.U16 != nil:
		markIn(out, v.U16[base:end], p.Set)
	case v.U32 != nil:
		markIn(out, v.U32[base:end], p.Set)
	default:
		markIn(out, v.U64[base:end], p.Set)
	}
}

func markIn[T Unsigned](out *Mask, codes []T, set Set) {
	*out = Mask{}
	switch {
	case set.Flags != nil:
		markFlags(out, codes, set.Flags)
	case len(set.Spans) > maxSpans:
		markFound(out, codes, set)
	default:
		for _, s := range set.Spans {
			markSpan(out, codes, s)
		}
	}
}

// markSpan has no branch that depends on the data: codes are in no order that a
// processor could guess.
func markSpan[T Unsigned](out *Mask, codes []T, s Span) {
	lo, width := T(s.Lo), T(s.Hi-1-s.Lo)
	for w := 0; len(codes) > 0; w++ {
		chunk := codes[:min(WordRows, len(codes))]
		var word uint64
		for i, code := range chunk {
			var bit uint64
			if code-lo <= width {
				bit = 1
			}
			word |= bit << (i & (WordRows - 1))
		}
		out[w] |= word
		codes = codes[len(chunk):]
	}
}

func markFlags[T Unsigned](out *Mask, codes []T, flags []uint8) {
	for w := 0; len(codes) > 0; w++ {
		chunk := codes[:min(WordRows, len(codes))]
		var word uint64
		for i, code := range chunk {
			word |= uint64(flags[code]) << (i & (WordRows - 1))
		}
		out[w] = word
		codes = codes[len(chunk):]
	}
}

func markFound[T Unsigned](out *Mask, codes []T, set Set) {
	for i, code := range codes {
		if set.Has(uint64(code)) {
			out[i/WordRows] |= 1 << (i % WordRows)
		}
	}
}
