package columnar

import "math/bits"

// BlockRows is how many rows are looked at together: few enough for the
// processor's first cache, many enough that what is done once per block does
// not count.
const (
	WordRows   = 64 // of a word of a mask
	blockWords = 32
	BlockRows  = WordRows * blockWords
)

// Mask marks rows of one block, the first in the lowest bit of the first word.
type Mask [blockWords]uint64

// Fill marks the first n rows alone.
func (m *Mask) Fill(n int) {
	for w := range m {
		m[w] = lowest(n - w*WordRows)
	}
}

// lowest returns a word with its n lowest bits set.
func lowest(n int) uint64 {
	switch {
	case n <= 0:
		return 0
	case n >= WordRows:
		return ^uint64(0)
	}
	return 1<<n - 1
}

// And unmarks the rows that the other mask does not mark.
func (m *Mask) And(other *Mask) {
	for w := range m {
		m[w] &= other[w]
	}
}

// Or marks the rows that the other mask marks, too.
func (m *Mask) Or(other *Mask) {
	for w := range m {
		m[w] |= other[w]
	}
}

// Count returns how many rows are marked.
func (m *Mask) Count() int {
	n := 0
	for _, w := range m {
		n += bits.OnesCount64(w)
	}
	return n
}

// Rows appends the marked rows of the block that begins at base.
func (m *Mask) Rows(dst []uint32, base int) []uint32 {
	for w, word := range m {
		first := uint32(base + w*WordRows) //nolint:gosec // bounded by MaxRows
		if word == ^uint64(0) {
			for i := range uint32(WordRows) {
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
