package table

import (
	"math/big"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// AvgDecimals is how many more decimals an average has than the column it is
// of, as far as 18 digits allow.
const AvgDecimals = 4

// counts is how many rows each group has, or how many with a value.
func (t *tally) counts(groups []uint32) (columnar.Column, error) {
	return numbers(len(groups), func(i int) (dataset.Value, error) {
		if t.source == nil {
			return dataset.Value{Int: int64(t.ids.sizes[groups[i]])}, nil
		}
		return dataset.Value{Int: int64(t.stats[groups[i]].n)}, nil
	})
}

func (t *tally) sums(groups []uint32) (columnar.Column, error) {
	exact := t.exactly()
	return numbers(len(groups), func(i int) (dataset.Value, error) {
		if t.stats[groups[i]].n == 0 {
			return dataset.Value{Missing: true}, nil
		}
		sum := exact(groups[i])
		if !fits(sum) {
			return dataset.Value{}, ErrTooLarge
		}
		return dataset.Value{Int: sum.Int64(), Scale: t.source.Scale}, nil
	})
}

func (t *tally) averages(groups []uint32) (columnar.Column, error) {
	exact, scale := t.exactly(), t.averageScale()
	units, parts := big.NewInt(dataset.Pow10(scale)), big.NewInt(dataset.Pow10(t.source.Scale))
	return numbers(len(groups), func(i int) (dataset.Value, error) {
		n := t.stats[groups[i]].n
		if n == 0 {
			return dataset.Value{Missing: true}, nil
		}
		sum, count := exact(groups[i]), big.NewInt(int64(n))
		return dataset.Value{Int: rounded(sum.Mul(sum, units), count.Mul(count, parts)).Int64(), Scale: scale}, nil
	})
}

// averageScale returns the decimals of averages: no average is farther from
// zero than the farthest value, so its digits are known.
func (t *tally) averageScale() uint8 {
	c := t.source
	if c.Size == 0 {
		return c.Scale
	}
	digits := uint8(0)
	for _, code := range []uint64{0, c.Size - 1} {
		v := c.Of(code)
		n := v.Int / dataset.Pow10(v.Scale)
		d := uint8(0)
		for ; n != 0; n /= 10 {
			d++
		}
		digits = max(digits, d)
	}
	return min(c.Scale+AvgDecimals, dataset.MaxDecimals, dataset.MaxDigits-digits)
}

// rounded divides by a positive number, halves away from zero. It may change
// the sum.
func rounded(sum, by *big.Int) *big.Int {
	half := new(big.Int).Set(by)
	if sum.Sign() < 0 {
		half.Neg(half)
	}
	sum.Lsh(sum, 1)
	return sum.Quo(sum.Add(sum, half), new(big.Int).Lsh(by, 1))
}

// exactly returns how to get the sum of a group in units of the last decimal.
func (t *tally) exactly() func(id uint32) *big.Int {
	base := big.NewInt(t.source.Base)
	return func(id uint32) *big.Int {
		if t.wide != nil {
			return new(big.Int).Set(&t.wide[id])
		}
		s := t.stats[id]
		sum := new(big.Int).SetUint64(s.hi)
		sum.Lsh(sum, 64).Add(sum, new(big.Int).SetUint64(s.lo)) //nolint:mnd // the bits of lo
		return sum.Add(sum, new(big.Int).Mul(base, big.NewInt(int64(s.n))))
	}
}

func fits(n *big.Int) bool {
	return n.IsInt64() && n.Int64() <= dataset.MaxNumber && n.Int64() >= -dataset.MaxNumber
}

// numbers makes a column of numbers, without its definition.
func numbers(n int, of func(i int) (dataset.Value, error)) (columnar.Column, error) {
	b := columnar.NewBuilder(dataset.Column{Type: dataset.Number})
	for i := range n {
		v, err := of(i)
		if err != nil {
			return columnar.Column{}, err
		}
		b.AppendValue(v)
	}
	return b.Seal(), nil
}

func (t *tally) minima(groups []uint32) (columnar.Column, error) {
	return t.coded(groups, func(s stat) uint64 { return s.min }), nil
}

func (t *tally) maxima(groups []uint32) (columnar.Column, error) {
	return t.coded(groups, func(s stat) uint64 { return s.max }), nil
}

// coded makes a column of values that the source has. Numbers have the decimals
// of the column, or, where these do not fit, the most that the number has in it.
func (t *tally) coded(groups []uint32, of func(stat) uint64) columnar.Column {
	out := t.source.Emptied(len(groups))
	out.Scales = nil
	for i, id := range groups {
		code := out.Size
		if t.stats[id].n > 0 {
			code = of(t.stats[id])
		}
		out.AnyMissing = out.AnyMissing || code == out.Size
		out.Cells.Set(i, code)
	}
	return out
}

func (t *tally) firsts(groups []uint32) (columnar.Column, error) {
	return t.cells(groups, func(e ends) uint32 { return e.first }), nil
}

func (t *tally) lasts(groups []uint32) (columnar.Column, error) {
	return t.cells(groups, func(e ends) uint32 { return e.last }), nil
}

// cells makes a column of cells of the source, as they were written.
func (t *tally) cells(groups []uint32, of func(ends) uint32) columnar.Column {
	out := t.source.Emptied(len(groups))
	for i, id := range groups {
		row := of(t.ends[id])
		if row == 0 {
			out.Cells.Set(i, out.MissingCode())
			out.AnyMissing = true
			continue
		}
		out.Cells.Set(i, t.source.Cells.At(int(row-1)))
		if out.Scales != nil {
			out.Scales[i] = t.source.Scales[row-1]
		}
	}
	return out
}
