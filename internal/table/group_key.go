package table

import (
	"math/bits"

	"hachinohe.example/opendata/internal/columnar"
)

// groupKey is a key made ready. Keys make one number of a row: that of the keys
// before by factor, and the place under this one. Where 64 bits are too few for
// that, numbers take the place of what was met until then.
type groupKey struct {
	source *columnar.Column
	place  []uint32        // source code → place of the bucket; nil without buckets
	bucket columnar.Column // without rows; the source itself without buckets
	factor uint64          // how many places there are
	before *numbering      // of what the keys before make; nil = as it is
	alone  *numbering      // of the places; nil = as they are
}

func (t *Table) keysOf(g Grouping) []groupKey {
	keys := make([]groupKey, 0, len(g.Keys))
	for _, k := range g.Keys {
		c := &t.columns[k.Column]
		key := groupKey{source: c, bucket: *c}
		if k.Bucket != "" {
			key.bucket, key.place = k.Bucket.bucketed(c)
		}
		key.factor = key.bucket.Size + 1
		keys = append(keys, key)
	}
	return keys
}

// combinations returns how many combinations of places there are, or a number
// that is no less than how many rows there can be.
func combinations(keys []groupKey) int {
	product := uint64(1)
	for _, k := range keys {
		hi, lo := bits.Mul64(product, k.factor)
		if product = min(lo, maxRows); hi != 0 {
			product = maxRows
		}
	}
	return int(product)
}

// pack sees to it that the number that keys make has 64 bits.
func pack(keys []groupKey) {
	product := uint64(1)
	for i := range keys {
		k := &keys[i]
		hi, lo := bits.Mul64(product, k.factor)
		if hi != 0 {
			k.before, product = new(numbering), maxRows
			hi, lo = bits.Mul64(product, k.factor)
		}
		if hi != 0 {
			k.alone, k.factor = new(numbering), maxRows
			lo = product * k.factor
		}
		product = lo
	}
}

// of returns the code that a row has under this key.
func (k *groupKey) of(row uint32) uint64 {
	code := k.source.Cells.At(int(row))
	if k.place != nil {
		return uint64(k.place[code])
	}
	return code
}

// column returns the values that the groups have under this key.
func (k *groupKey) column(d *ids, groups []uint32) columnar.Column {
	out := k.bucket.Emptied(len(groups))
	out.AnyMissing = k.bucket.AnyMissing
	for i, id := range groups {
		row := d.first[id]
		out.Cells.Set(i, k.of(row))
		if out.Scales != nil {
			out.Scales[i] = k.source.Scales[row]
		}
	}
	return out
}
