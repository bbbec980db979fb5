package grouping

import (
	"math/bits"

	"hachinohe.example/opendata/dataset"
)

// int128 is an integer of 128 bits in two's complement. No sum overflows it: there
// are fewer than 2³² rows, and a number is less than 2⁶⁰ with up to 2³⁰ parts.
type int128 struct{ hi, lo uint64 }

func (a int128) plus(b int128) int128 {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(a.hi, b.hi, carry)
	return int128{hi, lo}
}

func (a int128) negative() bool { return int64(a.hi) < 0 } //nolint:gosec // the highest bit is the sign

// magnitude is the number without its sign.
func (a int128) magnitude() int128 {
	if !a.negative() {
		return a
	}
	lo, borrow := bits.Sub64(0, a.lo, 0)
	hi, _ := bits.Sub64(0, a.hi, borrow)
	return int128{hi, lo}
}

// times multiplies by a number that leaves the product in 127 bits.
func (a int128) times(by uint64) int128 {
	hi, lo := bits.Mul64(a.lo, by)
	return int128{hi + a.hi*by, lo}
}

// widened returns the same number in 128 bits.
func widened(n int64) int128 {
	return int128{uint64(n >> 63), uint64(n)} //nolint:gosec // the sign fills the upper half
}

// number returns what a column can hold, false if it has more than 18 digits.
func (a int128) number() (int64, bool) {
	m := a.magnitude()
	if m.hi != 0 || m.lo > dataset.MaxNumber {
		return 0, false
	}
	return int64(a.lo), true //nolint:gosec // the lower half of a number that is small is the number
}

// dividedBy divides by a positive number, halves away from zero. The quotient must
// have 64 bits.
func (a int128) dividedBy(by uint64) int64 {
	m := a.magnitude()
	quotient, rest := bits.Div64(m.hi%by, m.lo, by)
	if rest >= by-rest {
		quotient++
	}
	if a.negative() {
		return -int64(quotient) //nolint:gosec // bounded by the caller
	}
	return int64(quotient) //nolint:gosec // bounded by the caller
}
