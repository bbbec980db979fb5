package series

import (
	"math/big"
	"math/bits"

	"hachinohe.example/opendata/dataset"
)

// Numbers are dataset.Values: up to 18 digits, each with decimals of its own.
// Nearly all fit the 64 and 128 bits of the short ways; the long ones are for any.

// PercentDecimals is how many decimals a percentage or an index has.
const PercentDecimals = 2

// hundred is 100 in units of the last decimal of a percentage.
const hundred = 100 * 100

// difference returns a − b, with the more decimals of the two; false if that has
// too many digits.
func difference(a, b dataset.Value) (dataset.Value, bool) {
	if a.Scale == b.Scale {
		return fitting(a.Int-b.Int, a.Scale)
	}
	scale := max(a.Scale, b.Scale)
	return fittingBig(new(big.Int).Sub(widened(a, scale), widened(b, scale)), scale)
}

// percentage returns 100 × a ÷ b; b is not zero.
func percentage(a, b dataset.Value) (dataset.Value, bool) {
	if a.Scale == b.Scale {
		return quotient(a.Int, b.Int)
	}
	scale := max(a.Scale, b.Scale)
	return quotientBig(widened(a, scale), widened(b, scale))
}

// percentChange returns 100 × (a − b) ÷ b; b is not zero.
func percentChange(a, b dataset.Value) (dataset.Value, bool) {
	if a.Scale == b.Scale {
		return quotient(a.Int-b.Int, b.Int)
	}
	scale := max(a.Scale, b.Scale)
	divisor := widened(b, scale)
	return quotientBig(new(big.Int).Sub(widened(a, scale), divisor), divisor)
}

// quotient returns 100 × n ÷ d.
func quotient(n, d int64) (dataset.Value, bool) {
	q, ok := mulDiv(n, hundred, d)
	return dataset.Value{Int: q, Scale: PercentDecimals}, ok
}

func quotientBig(n, d *big.Int) (dataset.Value, bool) {
	return fittingBig(divided(new(big.Int).Mul(n, big.NewInt(hundred)), d), PercentDecimals)
}

// mulDiv returns a × f ÷ d, rounded half away from zero; false if that does not fit.
func mulDiv(a, f, d int64) (int64, bool) {
	high, low := bits.Mul64(magnitude(a), magnitude(f))
	divisor := magnitude(d)
	if high >= divisor {
		return 0, false
	}
	q, rest := bits.Div64(high, low, divisor)
	if rest >= divisor-rest {
		q++
	}
	if q > dataset.MaxNumber {
		return 0, false
	}
	if (a < 0) != (f < 0) != (d < 0) {
		return -int64(q), true
	}
	return int64(q), true
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

// divided returns n ÷ d, rounded half away from zero.
func divided(n, d *big.Int) *big.Int {
	q, rest := new(big.Int).QuoRem(n, d, new(big.Int))
	if rest.Abs(rest).Lsh(rest, 1).CmpAbs(d) >= 0 {
		q.Add(q, big.NewInt(int64(n.Sign()*d.Sign())))
	}
	return q
}

// widened returns a number in units of its scale-th decimal.
func widened(v dataset.Value, scale uint8) *big.Int {
	return new(big.Int).Mul(big.NewInt(v.Int), big.NewInt(dataset.Pow10(scale-v.Scale)))
}

func fitting(n int64, scale uint8) (dataset.Value, bool) {
	return dataset.Value{Int: n, Scale: scale}, n <= dataset.MaxNumber && n >= -dataset.MaxNumber
}

func fittingBig(n *big.Int, scale uint8) (dataset.Value, bool) {
	if !n.IsInt64() {
		return dataset.Value{}, false
	}
	return fitting(n.Int64(), scale)
}

// averageDecimals is how many more decimals an average has than its values, as in
// grouping.
const averageDecimals = 4

// total is a sum of numbers: of one scale and in 64 bits as long as they are.
type total struct {
	count int64
	sum   int64
	scale uint8
	long  *big.Int // once sum does not hold it, in units of the scale
}

func (t *total) add(v dataset.Value) {
	if t.count == 0 {
		t.scale = v.Scale
	}
	t.count++
	const safe = 8 * (dataset.MaxNumber + 1) // one number more fits
	if t.long == nil && v.Scale == t.scale && t.sum < safe && t.sum > -safe {
		t.sum += v.Int
		return
	}
	if t.long == nil {
		t.long = big.NewInt(t.sum)
	}
	if v.Scale > t.scale {
		t.long.Mul(t.long, big.NewInt(dataset.Pow10(v.Scale-t.scale)))
		t.scale = v.Scale
	}
	t.long.Add(t.long, widened(v, t.scale))
}

func (t *total) value() (dataset.Value, bool) {
	if t.long != nil {
		return fittingBig(t.long, t.scale)
	}
	return fitting(t.sum, t.scale)
}

func (t *total) average() (dataset.Value, bool) {
	scale := min(t.scale+averageDecimals, dataset.MaxDecimals)
	factor := dataset.Pow10(scale - t.scale)
	if t.long == nil {
		q, ok := mulDiv(t.sum, factor, t.count)
		return dataset.Value{Int: q, Scale: scale}, ok
	}
	return fittingBig(divided(new(big.Int).Mul(t.long, big.NewInt(factor)), big.NewInt(t.count)), scale)
}

// below reports whether a < b.
func below(a, b dataset.Value) bool { return dataset.Number.Compare(a, b) < 0 }
