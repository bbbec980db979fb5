package table

import (
	"cmp"
	"math"
	"slices"

	"hachinohe.example/opendata/dataset"
)

// sealNumbers gives the numbers of a column their codes: counted from the least
// of them in units of their last decimal, or listed if that cannot be.
func (c *columnBuilder) sealNumbers() column {
	out := column{Column: c.Column, scale: c.widest(), missing: len(c.absent) > 0}
	if c.mixed(out.scale) {
		out.scales = slices.Clone(c.scales)
	}
	if !c.align(out.scale) {
		return c.listNumbers(out)
	}
	least, most := c.bounds()
	out.base, out.size = least, uint64(most-least)+1 //nolint:gosec // numbers have 18 digits, so their difference fits
	if len(c.absent) == len(c.ints) {
		out.size = 0
	}
	out.codes = newVector(len(c.ints), out.size)
	for row, n := range c.ints {
		out.codes.set(row, uint64(n-least)) //nolint:gosec // not negative
	}
	for _, row := range c.absent {
		out.codes.set(int(row), out.size)
	}
	return out
}

// widest returns the most decimals that any number has.
func (c *columnBuilder) widest() uint8 {
	if len(c.scales) == 0 {
		return 0
	}
	return slices.Max(c.scales)
}

// mixed reports whether any number has fewer decimals than scale.
func (c *columnBuilder) mixed(scale uint8) bool {
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

// most18 is the largest number of 18 digits.
const most18 = 1_000_000_000_000_000_000 - 1

// align gives every number the same decimals, if 18 digits suffice for that.
func (c *columnBuilder) align(scale uint8) bool {
	for row, n := range c.ints {
		if f := pow10(scale - c.scales[row]); n > most18/f || n < -most18/f {
			return false
		}
	}
	for row := range c.ints {
		c.ints[row] *= pow10(scale - c.scales[row])
	}
	return true
}

func pow10(n uint8) int64 {
	p := int64(1)
	for range n {
		p *= 10
	}
	return p
}

// bounds returns the least and the greatest number that is there.
func (c *columnBuilder) bounds() (least, most int64) {
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
func (c *columnBuilder) listNumbers(out column) column {
	absent := make([]bool, len(c.ints))
	for _, row := range c.absent {
		absent[row] = true
	}
	for row, n := range c.ints {
		if !absent[row] {
			out.values = append(out.values, dataset.Value{Int: n, Scale: c.scales[row]})
		}
	}
	slices.SortFunc(out.values, func(a, b dataset.Value) int {
		return cmp.Or(out.Type.Compare(a, b), cmp.Compare(b.Scale, a.Scale))
	})
	out.values = slices.CompactFunc(out.values, func(a, b dataset.Value) bool { return out.Type.Compare(a, b) == 0 })
	out.size = uint64(len(out.values))
	out.codes = newVector(len(c.ints), out.size)
	for row, n := range c.ints {
		code := out.size
		if !absent[row] {
			code = out.from(dataset.Value{Int: n, Scale: c.scales[row]})
		}
		out.codes.set(row, code)
	}
	return out
}
