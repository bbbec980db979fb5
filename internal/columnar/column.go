// Package columnar is the memory layout of the cells of one column, and which rows of it
// satisfy a condition.
//
// It promises that what comes out of a cell is what went in, to the letter; that
// codes sort as the values do, the missing value last; and that loops over rows
// look at small integers alone, a block at a time, whatever the type. It refuses
// tables, orders and operators. It builds on fold and dataset; table and
// grouping alone import it, and see its fields, because they read them in their own
// loops.
package columnar

import (
	"sort"

	"hachinohe.example/opendata/dataset"
)

// Column holds the cells of one column as codes: unsigned integers that sort as
// the values do, the missing value behind all others. So whatever is asked of a
// value (is it in a range, which comes first, which group is it in) is asked of
// a small integer, in the same loops for every type.
//
// A code stands for a value in one of two ways. Integers and decimals count
// from the least value of the column. Everything else, and numbers that are too
// far apart to count, are listed once, in order, and the code is the place in
// the list.
type Column struct {
	dataset.Column
	Cells      Vector          // by row: the code of its cell
	Size       uint64          // how many codes stand for values; Size itself is the missing value
	AnyMissing bool            // whether any cell has no value
	Base       int64           // counted: the value of code 0, in units of the last decimal
	Scale      uint8           // counted: decimals of the values
	Scales     []uint8         // decimals of each cell, where they differ
	Values     []dataset.Value // listed: the values in order
	Texts      []string        // listed, but for numbers: their canonical notation
	plain      []bool          // listed: whether a text needs no quotes or escapes in CSV and JSON
	folded     *folded         // texts: as they are searched
	zones      []zone          // by block; nil where there is one, or where they would cost more than they save
}

// NewListed returns a column without rows of values, which are in order.
func NewListed(c dataset.Column, values []dataset.Value) Column {
	out := Column{
		Column: c, Size: uint64(len(values)), folded: &folded{},
		Values: make([]dataset.Value, len(values)), Texts: make([]string, len(values)), plain: make([]bool, len(values)),
	}
	for i, v := range values {
		text := string(c.Type.Append(nil, v))
		out.Values[i], out.Texts[i], out.plain[i] = v, text, isPlain(text)
	}
	return out
}

// HoldsLists reports whether a cell holds several values.
func (c *Column) HoldsLists() bool { return c.Type.Definition().Items != nil }

// Listed reports whether the values are listed; else they are counted.
func (c *Column) Listed() bool { return c.Values != nil }

// MissingCode returns the code of the missing value.
func (c *Column) MissingCode() uint64 { return c.Size }

// IsMissing reports whether a row has no value.
func (c *Column) IsMissing(row int) bool { return c.AnyMissing && c.Cells.At(row) == c.Size }

// Value returns the cell of a row as it was written.
func (c *Column) Value(row int) dataset.Value {
	code := c.Cells.At(row)
	if code == c.Size {
		return dataset.Value{Missing: true}
	}
	v := c.Of(code)
	if c.Scales != nil {
		v = rescaled(v, c.Scales[row])
	}
	return v
}

// Of returns the value that a code stands for.
func (c *Column) Of(code uint64) dataset.Value {
	if c.Listed() {
		return c.Values[code]
	}
	return dataset.Value{Int: c.Base + int64(code), Scale: c.Scale} //nolint:gosec // codes count from base
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

// From returns the least code of a value that is not below v, size if there is
// none.
func (c *Column) From(v dataset.Value) uint64 {
	return c.search(func(code uint64) bool { return c.Type.Compare(c.Of(code), v) >= 0 })
}

// Beyond returns the least code of a value above v, size if there is none.
func (c *Column) Beyond(v dataset.Value) uint64 {
	return c.search(func(code uint64) bool { return c.Type.Compare(c.Of(code), v) > 0 })
}

func (c *Column) search(f func(code uint64) bool) uint64 {
	return uint64(sort.Search(int(c.Size), func(i int) bool { return f(uint64(i)) })) //nolint:gosec // never negative; 18 digits fit
}

// AppendText writes the cell of a row in its canonical notation, and reports
// whether that can stand in CSV without quotes and in JSON without escapes.
func (c *Column) AppendText(dst []byte, row int) (out []byte, plain bool) {
	code := c.Cells.At(row)
	switch {
	case code == c.Size:
		return dst, true
	case c.Texts != nil:
		return append(dst, c.Texts[code]...), c.plain[code]
	}
	return c.Type.Append(dst, c.Value(row)), true
}

// Emptied returns the column for so many other rows, which are still to be set:
// what the values are, and nothing of the rows that it has.
func (c *Column) Emptied(rows int) Column {
	out := *c
	out.Cells, out.Scales, out.zones, out.AnyMissing = NewVector(rows, c.Size), nil, nil, false
	if c.Scales != nil {
		out.Scales = make([]uint8, rows)
	}
	return out
}

// Permuted returns the column with its rows in another order.
func (c *Column) Permuted(order []uint32) Column {
	out := c.Emptied(len(order))
	out.Cells, out.AnyMissing = c.Cells.Gather(order, c.Size), c.AnyMissing
	if c.Scales != nil {
		for to, from := range order {
			out.Scales[to] = c.Scales[from]
		}
	}
	return out
}
