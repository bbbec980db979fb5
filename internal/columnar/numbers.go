package columnar

import (
	"cmp"
	"math"
	"slices"

	"hachinohe.example/opendata/dataset"
)

// sealNumbers gives the numbers of a column their codes: counted from the least
// of them in units of their last decimal, or listed if that cannot be.
func (c *Builder) sealNumbers() Column {
	out := Column{Column: c.Column, Scale: c.widest(), AnyMissing: len(c.absent) > 0}
	if c.mixed(out.Scale) {
		out.Scales = slices.Clone(c.scales)
	}
	if !c.align(out.Scale) {
		return c.listNumbers(out)
	}
	least, most := c.bounds()
	out.Base, out.Size = least, uint64(most-least)+1 //nolint:gosec // numbers have 18 digits, so their difference fits
	if len(c.absent) == len(c.ints) {
		out.Size = 0
	}
	out.Cells = NewVector(len(c.ints), out.Size)
	for row, n := range c.ints {
		out.Cells.Set(row, uint64(n-least)) //nolint:gosec // not negative
	}
	for _, row := range c.absent {
		out.Cells.Set(int(row), out.Size)
	}
	return out
}

// widest returns the most decimals that any number has.
func (c *Builder) widest() uint8 {
	if len(c.scales) == 0 {
		return 0
	}
	return slices.Max(c.scales)
}

// mixed reports whether any number has fewer decimals than scale.
func (c *Builder) mixed(scale uint8) bool {
	next := 0 // of absent
	for row, s := range c.scales {
		if next < len(c.absent) && int(c.absent[next]) == row {
			next++
			continue
		}
		if s != scale {
			return true
		}
	}
	return false
}

// align gives every number the same decimals, if 18 digits suffice for that.
func (c *Builder) align(scale uint8) bool {
	for row, n := range c.ints {
		if f := dataset.Pow10(scale - c.scales[row]); n > dataset.MaxNumber/f || n < -dataset.MaxNumber/f {
			return false
		}
	}
	for row := range c.ints {
		c.ints[row] *= dataset.Pow10(scale - c.scales[row])
	}
	return true
}

// bounds returns the least and the greatest number that is there.
func (c *Builder) bounds() (least, most int64) {
	least, most = math.MaxInt64, math.MinInt64
	next := 0
	for row, n := range c.ints {
		if next < len(c.absent) && int(c.absent[next]) == row {
			next++
			continue
		}
		least, most = min(least, n), max(most, n)
	}
	if least > most {
		return 0, 0
	}
	return least, most
}

// listNumbers lists numbers of which some are so large and others so fine that
// 64 bits cannot count from one to the other. Of equal ones the list has that
// with the most decimals.
func (c *Builder) listNumbers(out Column) Column {
	absent := make([]bool, len(c.ints))
	for _, row := range c.absent {
		absent[row] = true
	}
	for row, n := range c.ints {
		if !absent[row] {
			out.Values = append(out.Values, dataset.Value{Int: n, Scale: c.scales[row]})
		}
	}
	slices.SortFunc(out.Values, func(a, b dataset.Value) int {
		return cmp.Or(out.Type.Compare(a, b), cmp.Compare(b.Scale, a.Scale))
	})
	out.Values = slices.CompactFunc(out.Values, func(a, b dataset.Value) bool { return out.Type.Compare(a, b) == 0 })
	out.Size = uint64(len(out.Values))
	out.Cells = NewVector(len(c.ints), out.Size)
	for row, n := range c.ints {
		code := out.Size
		if !absent[row] {
			code = out.From(dataset.Value{Int: n, Scale: c.scales[row]})
		}
		out.Cells.Set(row, code)
	}
	return out
}
