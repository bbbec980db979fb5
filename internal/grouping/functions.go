package grouping

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// AvgDecimals is how many more decimals an average has than the column it is
// of, as far as 18 digits allow.
const AvgDecimals = 4

// Counts is how many rows each group has, or how many with a value.
func (t *Tally) Counts(groups []uint32) (columnar.Column, error) {
	return numbers(len(groups), func(i int) (dataset.Value, error) {
		if t.source == nil {
			return dataset.Value{Int: int64(t.ids.sizes[groups[i]])}, nil
		}
		return dataset.Value{Int: int64(t.stats[groups[i]].n)}, nil
	})
}

// Sums is exact; the error is ErrTooLarge.
func (t *Tally) Sums(groups []uint32) (columnar.Column, error) {
	return numbers(len(groups), func(i int) (dataset.Value, error) {
		if t.stats[groups[i]].n == 0 {
			return dataset.Value{Missing: true}, nil
		}
		sum, ok := t.sum(groups[i]).number()
		if !ok {
			return dataset.Value{}, ErrTooLarge
		}
		return dataset.Value{Int: sum, Scale: t.source.Scale}, nil
	})
}

// Averages is the sum by the count, rounded half away from zero.
func (t *Tally) Averages(groups []uint32) (columnar.Column, error) {
	scale := t.averageScale()
	times := uint64(dataset.Pow10(scale - min(scale, t.source.Scale)))       //nolint:gosec // positive
	by := uint64(dataset.Pow10(t.source.Scale - min(scale, t.source.Scale))) //nolint:gosec // positive
	return numbers(len(groups), func(i int) (dataset.Value, error) {
		n := uint64(t.stats[groups[i]].n)
		if n == 0 {
			return dataset.Value{Missing: true}, nil
		}
		return dataset.Value{Int: t.sum(groups[i]).times(times).dividedBy(n * by), Scale: scale}, nil
	})
}

// sum returns the sum of a group in units of the last decimal.
func (t *Tally) sum(id uint32) int128 {
	if t.wide != nil {
		return t.wide[id]
	}
	s := &t.stats[id]
	return int128{uint64(s.hi), s.lo}.plus(widened(t.source.Base).times(uint64(s.n)))
}

// averageScale returns the decimals of averages: no average is farther from
// zero than the farthest value, so its digits are known.
func (t *Tally) averageScale() uint8 {
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

// Minima is the least value of each group.
func (t *Tally) Minima(groups []uint32) (columnar.Column, error) {
	return t.coded(groups, (*stat).least), nil
}

// Maxima is the greatest value of each group.
func (t *Tally) Maxima(groups []uint32) (columnar.Column, error) {
	return t.coded(groups, func(s *stat) uint64 { return s.most }), nil
}

// coded makes a column of values that the source has. Numbers have the decimals
// of the column, or, where these do not fit, the most that the number has in it.
func (t *Tally) coded(groups []uint32, of func(*stat) uint64) columnar.Column {
	out := t.source.Emptied(len(groups))
	out.Scales = nil
	for i, id := range groups {
		code := out.Size
		if t.stats[id].n > 0 {
			code = of(&t.stats[id])
		}
		out.AnyMissing = out.AnyMissing || code == out.Size
		out.Cells.Set(i, code)
	}
	return out
}

// Firsts is the first value of each group, in the order of the rows.
func (t *Tally) Firsts(groups []uint32) (columnar.Column, error) {
	return t.cells(groups, func(e ends) uint32 { return e.first }), nil
}

// Lasts is the last value of each group, in the order of the rows.
func (t *Tally) Lasts(groups []uint32) (columnar.Column, error) {
	return t.cells(groups, func(e ends) uint32 { return e.last }), nil
}

// cells makes a column of cells of the source, as they were written.
func (t *Tally) cells(groups []uint32, of func(ends) uint32) columnar.Column {
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
