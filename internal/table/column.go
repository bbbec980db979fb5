package table

import (
	"sort"

	"hachinohe.example/opendata/dataset"
)

// column holds the cells of one column as codes: unsigned integers that sort as
// the values do, the missing value behind all others. So whatever is asked of a
// value (is it in a range, which comes first, which group is it in) is asked of
// a small integer, in the same loops for every type.
//
// A code stands for a value in one of two ways. Integers and decimals count
// from the least value of the column. Everything else, and numbers that are too
// far apart to count, are listed once, in order, and the code is the place in
// the list.
type column struct {
	dataset.Column
	codes   vector
	size    uint64          // how many codes stand for values; size itself is the missing value
	missing bool            // whether any cell has no value
	base    int64           // counted: the value of code 0, in units of the last decimal
	scale   uint8           // counted: decimals of the values
	scales  []uint8         // decimals of each cell, where they differ
	values  []dataset.Value // listed: the values in order
	texts   []string        // listed, but for numbers: their canonical notation
	plain   []bool          // listed: whether a text needs no quotes or escapes in CSV and JSON
	folded  *folded         // texts: as they are searched
	zones   []zone          // by block; nil where there is one, or where they would cost more than they save
}

// holdsLists reports whether a cell holds several values.
func (c *column) holdsLists() bool { return c.Type.Definition().Items != nil }

func (c *column) listed() bool { return c.values != nil }

// none returns the code of the missing value.
func (c *column) none() uint64 { return c.size }

func (c *column) isMissing(row int) bool { return c.missing && c.codes.at(row) == c.size }

// value returns the cell of a row as it was written.
func (c *column) value(row int) dataset.Value {
	code := c.codes.at(row)
	if code == c.size {
		return dataset.Value{Missing: true}
	}
	v := c.of(code)
	if c.scales != nil {
		v = rescaled(v, c.scales[row])
	}
	return v
}

// of returns the value that a code stands for.
func (c *column) of(code uint64) dataset.Value {
	if c.listed() {
		return c.values[code]
	}
	return dataset.Value{Int: c.base + int64(code), Scale: c.scale} //nolint:gosec // codes count from base
}

// rescaled writes an equal number with other decimals, which must suffice.
func rescaled(v dataset.Value, scale uint8) dataset.Value {
	for ; v.Scale > scale; v.Scale-- {
		v.Int /= 10
	}
	for ; v.Scale < scale; v.Scale++ {
		v.Int *= 10
	}
	return v
}

// from returns the least code of a value that is not below v, size if there is
// none.
func (c *column) from(v dataset.Value) uint64 {
	return c.search(func(code uint64) bool { return c.Type.Compare(c.of(code), v) >= 0 })
}

// beyond returns the least code of a value above v, size if there is none.
func (c *column) beyond(v dataset.Value) uint64 {
	return c.search(func(code uint64) bool { return c.Type.Compare(c.of(code), v) > 0 })
}

func (c *column) search(f func(code uint64) bool) uint64 {
	return uint64(sort.Search(int(c.size), func(i int) bool { return f(uint64(i)) })) //nolint:gosec // never negative; 18 digits fit
}

// appendText writes the cell of a row in its canonical notation, and reports
// whether that can stand in CSV without quotes and in JSON without escapes.
func (c *column) appendText(dst []byte, row int) (out []byte, plain bool) {
	code := c.codes.at(row)
	switch {
	case code == c.size:
		return dst, true
	case c.texts != nil:
		return append(dst, c.texts[code]...), c.plain[code]
	}
	return c.Type.Append(dst, c.value(row)), true
}

// emptied returns the column for so many other rows, which are still to be set:
// what the values are, and nothing of the rows that it has.
func (c *column) emptied(rows int) column {
	out := *c
	out.codes, out.scales, out.zones, out.missing = newVector(rows, c.size), nil, nil, false
	if c.scales != nil {
		out.scales = make([]uint8, rows)
	}
	return out
}

// permuted returns the column with its rows in another order.
func (c *column) permuted(order []uint32) column {
	out := c.emptied(len(order))
	out.codes, out.missing = c.codes.gather(order, c.size), c.missing
	if c.scales != nil {
		for to, from := range order {
			out.scales[to] = c.scales[from]
		}
	}
	return out
}
