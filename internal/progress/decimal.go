package progress

import (
	"math"
	"math/bits"

	"hachinohe.example/opendata/dataset"
)

// mulDiv returns a × b ÷ c as an integer, rounded half away from zero; c is above
// zero. It is false where the answer has more digits than a number may have.
func mulDiv(a, b, c int64) (int64, bool) {
	divisor := size(c)
	hi, lo := bits.Mul64(size(a), size(b))
	if hi >= divisor {
		return 0, false
	}
	q, rest := bits.Div64(hi, lo, divisor)
	if rest >= divisor-rest {
		q++
	}
	if q > dataset.MaxNumber {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(q), true
	}
	return int64(q), true
}

// lessProduct reports whether a × b < c × d, none of which is below zero.
func lessProduct(a, b, c, d int64) bool {
	hi1, lo1 := bits.Mul64(size(a), size(b))
	hi2, lo2 := bits.Mul64(size(c), size(d))
	return hi1 < hi2 || hi1 == hi2 && lo1 < lo2
}

// size is a number without its sign.
func size(n int64) uint64 {
	if n < 0 {
		return -uint64(n) //nolint:gosec // wraps as it should
	}
	return uint64(n)
}

// percent returns a ÷ b in percent with one decimal.
func percent(a, b int64) (dataset.Value, bool) {
	n, ok := mulDiv(a, 1000, b)
	return dataset.Value{Int: n, Scale: 1, Missing: !ok}, ok
}

// finer is one decimal more than a scale, as far as numbers have decimals.
func finer(scale uint8) uint8 { return min(scale+1, dataset.MaxDecimals) }

// float is the number as the nearest one in floating point.
func float(v *dataset.Value) float64 { return float64(v.Int) / float64(dataset.Pow10(v.Scale)) }

// rounded is a number in floating point with so many decimals, half away from
// zero. It is false for what has more digits than a number may have, or is none.
func rounded(x float64, scale uint8) (dataset.Value, bool) {
	n := math.Round(x * float64(dataset.Pow10(scale)))
	// Not the opposite comparison, which would let pass what is not a number.
	if !(math.Abs(n) <= dataset.MaxNumber) {
		return dataset.Value{Missing: true}, false
	}
	return dataset.Value{Int: int64(n), Scale: scale}, true
}

func missing() dataset.Value { return dataset.Value{Missing: true} }
