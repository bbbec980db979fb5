package columnar

import (
	"math"
	"slices"

	"hachinohe.example/opendata/dataset"
)

// NoRow stands for the missing value among rows that are picked.
const NoRow = math.MaxUint32

// Picked returns the column with the given rows, or the missing value for NoRow.
func (c *Column) Picked(rows []uint32) Column {
	if !slices.Contains(rows, NoRow) {
		return c.Permuted(rows)
	}
	out := c.Emptied(len(rows))
	for i, row := range rows {
		if row == NoRow {
			out.Cells.Set(i, out.Size)
			continue
		}
		out.Cells.Set(i, c.Cells.At(int(row)))
		if c.Scales != nil {
			out.Scales[i] = c.Scales[row]
		}
	}
	out.AnyMissing = true
	return out
}

// OfValues returns the column with a value in each row.
func OfValues(c dataset.Column, values []dataset.Value) Column {
	b := NewBuilder(c)
	b.Grow(len(values))
	for i := range values {
		if b.counts {
			b.AppendValue(values[i])
		} else {
			b.appendListed(&values[i])
		}
	}
	return b.Seal()
}

// appendListed adds one value of a type whose values are listed. Most equal the one
// above.
func (c *Builder) appendListed(v *dataset.Value) {
	if len(c.codes) > 0 && c.values[c.last] == *v {
		c.codes = append(c.codes, c.last)
		return
	}
	text := ""
	if !v.Missing {
		text = string(c.Type.Append(nil, *v))
	}
	code, ok := c.seen[text]
	if !ok {
		code = uint32(len(c.cells)) //nolint:gosec // no more than there are rows
		c.seen[text] = code
		c.cells, c.values, c.follows = append(c.cells, text), append(c.values, *v), append(c.follows, code)
	}
	c.codes, c.last = append(c.codes, code), code
}

// OfPlaces returns the column with one of some values in each row: that at its
// place. The values are in order and all different, none is missing; a place behind
// them is the missing value.
func OfPlaces(c dataset.Column, values []dataset.Value, places []uint8) Column {
	out := NewListed(c, values)
	out.Cells = NewVector(len(places), out.Size)
	for row, place := range places {
		out.Cells.Set(row, uint64(place))
		out.AnyMissing = out.AnyMissing || uint64(place) == out.Size
	}
	return out
}
