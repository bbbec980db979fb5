package table

import (
	"math/bits"
	"slices"
)

// blockRows is how many rows are looked at together: few enough for the
// processor's first cache, many enough that what is done once per block does
// not count.
const (
	wordRows   = 64
	blockWords = 32
	blockRows  = wordRows * blockWords
)

// mask marks rows of one block, the first in the lowest bit of the first word.
type mask [blockWords]uint64

// fill marks the first n rows alone.
func (m *mask) fill(n int) {
	for w := range m {
		m[w] = lowest(n - w*wordRows)
	}
}

// lowest returns a word with its n lowest bits set.
func lowest(n int) uint64 {
	switch {
	case n <= 0:
		return 0
	case n >= wordRows:
		return ^uint64(0)
	}
	return 1<<n - 1
}

func (m *mask) and(other *mask) {
	for w := range m {
		m[w] &= other[w]
	}
}

func (m *mask) or(other *mask) {
	for w := range m {
		m[w] |= other[w]
	}
}

func (m *mask) count() int {
	n := 0
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}

// rows appends the marked rows of the block that begins at base.
func (m *mask) rows(dst []uint32, base int) []uint32 {
	for w, word := range m {
		first := uint32(base + w*wordRows) //nolint:gosec // bounded by maxRows
		if word == ^uint64(0) {
			for i := range uint32(wordRows) {
				dst = append(dst, first+i)
			}
			continue
		}
		for ; word != 0; word &= word - 1 {
			dst = append(dst, first+uint32(bits.TrailingZeros64(word))) //nolint:gosec // less than 64
		}
	}
	return dst
}

// has reports whether a code satisfies.
func (s codeSet) has(code uint64) bool {
	if s.flags != nil {
		return s.flags[code] == 1
	}
	_, found := slices.BinarySearchFunc(s.spans, code, func(s span, code uint64) int {
		switch {
		case s.hi <= code:
			return -1
		case s.lo > code:
			return 1
		}
		return 0
	})
	return found
}

// keep unmarks the rows that do not satisfy the predicate, one by one.
func (p *predicate) keep(m *mask, base int) {
	for w, word := range m {
		for ; word != 0; word &= word - 1 {
			i := bits.TrailingZeros64(word)
			if !p.has(p.column.codes.at(base + w*wordRows + i)) {
				m[w] &^= 1 << i
			}
		}
	}
}

// mark sets out to the rows from base to end that satisfy the predicate.
func (p *predicate) mark(out *mask, base, end int) {
	v := &p.column.codes
	switch {
	case v.u8 != nil:
		markIn(out, v.u8[base:end], p.codeSet)
	case v.u16 != nil:
		markIn(out, v.u16[base:end], p.codeSet)
	case v.u32 != nil:
		markIn(out, v.u32[base:end], p.codeSet)
	default:
		markIn(out, v.u64[base:end], p.codeSet)
	}
}

func markIn[T unsigned](out *mask, codes []T, set codeSet) {
	*out = mask{}
	switch {
	case set.flags != nil:
		markFlags(out, codes, set.flags)
	case len(set.spans) > maxSpans:
		markFound(out, codes, set)
	default:
		for _, s := range set.spans {
			markSpan(out, codes, s)
		}
	}
}

// markSpan has no branch that depends on the data: codes are in no order that a
// processor could guess.
func markSpan[T unsigned](out *mask, codes []T, s span) {
	lo, width := T(s.lo), T(s.hi-1-s.lo)
	for w := 0; len(codes) > 0; w++ {
		chunk := codes[:min(wordRows, len(codes))]
		var word uint64
		for i, code := range chunk {
			var bit uint64
			if code-lo <= width {
				bit = 1
			}
			word |= bit << (i & (wordRows - 1))
		}
		out[w] |= word
		codes = codes[len(chunk):]
	}
}

func markFlags[T unsigned](out *mask, codes []T, flags []uint8) {
	for w := 0; len(codes) > 0; w++ {
		chunk := codes[:min(wordRows, len(codes))]
		var word uint64
		for i, code := range chunk {
			word |= uint64(flags[code]) << (i & (wordRows - 1))
		}
		out[w] = word
		codes = codes[len(chunk):]
	}
}

func markFound[T unsigned](out *mask, codes []T, set codeSet) {
	for i, code := range codes {
		if set.has(uint64(code)) {
			out[i/wordRows] |= 1 << (i % wordRows)
		}
	}
}
