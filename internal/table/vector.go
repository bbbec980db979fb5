package table

import "math"

// unsigned is what a vector can consist of.
type unsigned interface {
	uint8 | uint16 | uint32 | uint64
}

// vector holds one unsigned integer per row, all in the fewest bytes that the
// largest needs. One of the slices is in use.
type vector struct {
	u8  []uint8
	u16 []uint16
	u32 []uint32
	u64 []uint64
}

// newVector returns n zeros that can be set to anything up to most.
func newVector(n int, most uint64) vector {
	switch {
	case most <= math.MaxUint8:
		return vector{u8: make([]uint8, n)}
	case most <= math.MaxUint16:
		return vector{u16: make([]uint16, n)}
	case most <= math.MaxUint32:
		return vector{u32: make([]uint32, n)}
	}
	return vector{u64: make([]uint64, n)}
}

func (v *vector) at(i int) uint64 {
	switch {
	case v.u16 != nil:
		return uint64(v.u16[i])
	case v.u8 != nil:
		return uint64(v.u8[i])
	case v.u32 != nil:
		return uint64(v.u32[i])
	}
	return v.u64[i]
}

// set changes one number; it must not exceed what the vector was made for.
//
//nolint:gosec // the width was chosen for the largest number
func (v *vector) set(i int, x uint64) {
	switch {
	case v.u16 != nil:
		v.u16[i] = uint16(x)
	case v.u8 != nil:
		v.u8[i] = uint8(x)
	case v.u32 != nil:
		v.u32[i] = uint32(x)
	default:
		v.u64[i] = x
	}
}

// gather returns the numbers that stand at the given places, none above most.
func (v *vector) gather(from []uint32, most uint64) vector {
	out := newVector(len(from), most)
	for i, place := range from {
		out.set(i, v.at(int(place)))
	}
	return out
}
