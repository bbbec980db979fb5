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
	switch {
	case out.U8 != nil:
		Take(out.U8, v, from)
	case out.U16 != nil:
		Take(out.U16, v, from)
	case out.U32 != nil:
		Take(out.U32, v, from)
	default:
		Take(out.U64, v, from)
	}
	return out
}

// Take writes the numbers that stand at the given places, which dst must be wide
// enough for.
func Take[T Unsigned](dst []T, v *Vector, from []uint32) {
	switch {
	case v.U8 != nil:
		take(dst, v.U8, from)
	case v.U16 != nil:
		take(dst, v.U16, from)
	case v.U32 != nil:
		take(dst, v.U32, from)
	default:
		take(dst, v.U64, from)
	}
}

func take[T, S Unsigned](dst []T, numbers []S, from []uint32) {
	dst = dst[:len(from)]
	for i, place := range from {
		dst[i] = T(numbers[place])
	}
}

// Slice returns the numbers from..to, without a copy.
func (v *Vector) Slice(from, to int) Vector {
	switch {
	case v.U8 != nil:
		return Vector{U8: v.U8[from:to]}
	case v.U16 != nil:
		return Vector{U16: v.U16[from:to]}
	case v.U32 != nil:
		return Vector{U32: v.U32[from:to]}
	}
	return Vector{U64: v.U64[from:to]}
}

// Touch reads the numbers at the given places, and returns something that depends
// on each. Places that are far apart in memory are so waited for many at a time;
// whoever reads them one by one afterwards finds them in the processor's cache.
func (v *Vector) Touch(places []int) uint64 {
	switch {
	case v.U8 != nil:
		return touch(v.U8, places)
	case v.U16 != nil:
		return touch(v.U16, places)
	case v.U32 != nil:
		return touch(v.U32, places)
	}
	return touch(v.U64, places)
}

func touch[T Unsigned](numbers []T, places []int) uint64 {
	var all T
	for _, place := range places {
		all |= numbers[place]
	}
	return uint64(all)
}
