package columnar

import "math"

// Unsigned is what a vector can consist of.
type Unsigned interface {
	uint8 | uint16 | uint32 | uint64
}

// Vector holds one unsigned integer per row, all in the fewest bytes that the
// largest needs. One of the slices is in use.
type Vector struct {
	U8  []uint8
	U16 []uint16
	U32 []uint32
	U64 []uint64
}

// NewVector returns n zeros that can be set to anything up to most.
func NewVector(n int, most uint64) Vector {
	switch {
	case most <= math.MaxUint8:
		return Vector{U8: make([]uint8, n)}
	case most <= math.MaxUint16:
		return Vector{U16: make([]uint16, n)}
	case most <= math.MaxUint32:
		return Vector{U32: make([]uint32, n)}
	}
	return Vector{U64: make([]uint64, n)}
}

// At returns one number.
func (v *Vector) At(i int) uint64 {
	switch {
	case v.U16 != nil:
		return uint64(v.U16[i])
	case v.U8 != nil:
		return uint64(v.U8[i])
	case v.U32 != nil:
		return uint64(v.U32[i])
	}
	return v.U64[i]
}

// Set changes one number; it must not exceed what the vector was made for.
//
//nolint:gosec // the width was chosen for the largest number
func (v *Vector) Set(i int, x uint64) {
	switch {
	case v.U16 != nil:
		v.U16[i] = uint16(x)
	case v.U8 != nil:
		v.U8[i] = uint8(x)
	case v.U32 != nil:
		v.U32[i] = uint32(x)
	default:
		v.U64[i] = x
	}
}

// Gather returns the numbers that stand at the given places, none above most.
func (v *Vector) Gather(from []uint32, most uint64) Vector {
	out := NewVector(len(from), most)
	for i, place := range from {
		out.Set(i, v.At(int(place)))
	}
	return out
}
