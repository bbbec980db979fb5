package grouping

import (
	"math/bits"

	"hachinohe.example/opendata/internal/columnar"
)

// Key is a column by whose codes rows are put together. Keys make one number of a row: that of the keys
// before by factor, and the place under this one. Where 64 bits are too few for
// that, numbers take the place of what was met until then.
type Key struct {
	source *columnar.Column
	place  []uint32        // source code → place of its value; nil = as it is
	values columnar.Column // without rows, or the source itself
	factor uint64          // how many places there are
	before *numbering      // of what the keys before make; nil = as it is
	alone  *numbering      // of the places; nil = as they are
}

// ByValue puts rows together that have one value in a column.
func ByValue(source *columnar.Column) Key { return ByPlace(source, *source, nil) }

// ByPlace puts rows together whose codes in a column have one place: that of a
// value in another column, which has no rows.
func ByPlace(source *columnar.Column, values columnar.Column, place []uint32) Key {
	return Key{source: source, place: place, values: values, factor: values.Size + 1}
}

// combinations returns how many combinations of places there are, or a number
// that is no less than how many rows there can be.
func combinations(keys []Key) int {
	product := uint64(1)
	for _, k := range keys {
		hi, lo := bits.Mul64(product, k.factor)
		if product = min(lo, columnar.MaxRows); hi != 0 {
			product = columnar.MaxRows
		}
	}
	return int(product)
}

// pack sees to it that the number that keys make has 64 bits.
func pack(keys []Key) {
	product := uint64(1)
	for i := range keys {
		k := &keys[i]
		hi, lo := bits.Mul64(product, k.factor)
		if hi != 0 {
			k.before, product = new(numbering), columnar.MaxRows
			hi, lo = bits.Mul64(product, k.factor)
		}
		if hi != 0 {
			k.alone, k.factor = new(numbering), columnar.MaxRows
			lo = product * k.factor
		}
		product = lo
	}
}

// of returns the code that a row has under this key.
func (k *Key) of(row uint32) uint64 {
	code := k.source.Cells.At(int(row))
	if k.place != nil {
		return uint64(k.place[code])
	}
	return code
}

// column returns the values that the groups have under this key.
func (k *Key) column(d *ids, groups []uint32) columnar.Column {
	out := k.values.Emptied(len(groups))
	out.AnyMissing = k.values.AnyMissing
	for i, id := range groups {
		row := d.first[id]
		out.Cells.Set(i, k.of(row))
		if out.Scales != nil {
			out.Scales[i] = k.source.Scales[row]
		}
	}
	return out
}
