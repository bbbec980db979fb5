package table

import (
	"context"
	"math/bits"
	"slices"
)

// ordered returns the rows at the places w in the order of the keys. It takes
// rows in the table's order, and may change them. The error is that of ctx.
func ordered(ctx context.Context, rows []uint32, keys []key, w window) ([]uint32, error) {
	return new(ordering).ordered(ctx, rows, keys, w)
}

// ordering is what putting rows into order needs again and again.
type ordering struct {
	packed []uint64
	rows   []uint32
}

func (o *ordering) ordered(ctx context.Context, rows []uint32, keys []key, w window) ([]uint32, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	w = window{min(w.from, len(rows)), min(w.to, len(rows))}
	if len(keys) == 0 || w.from == w.to {
		return rows[w.from:w.to], nil
	}
	if len(rows) <= fewRows {
		o.few(rows, keys, w)
		return rows[w.from:w.to], nil
	}
	least, most := ranks(rows, keys[0])
	if least == most {
		return o.ordered(ctx, rows, keys[1:], w)
	}
	shift := shiftFor(most - least)
	first := keys[0]
	bucket := func(row uint32) int { return int((first.rank(row) - least) >> shift) } //nolint:gosec // less than bucketCount
	if shift == 0 {                                                                   // one value in each
		keys = keys[1:]
	}
	dealt, ends := distribute(rows, bucket)
	out, from := make([]uint32, 0, w.to-w.from), 0
	for _, to := range ends {
		if from < to && from < w.to && to > w.from {
			part, err := o.ordered(ctx, dealt[from:to], keys, window{max(w.from-from, 0), w.to - from})
			if err != nil {
				return nil, err
			}
			out = append(out, part...)
		}
		from = to
	}
	return out, nil
}

// tiny is how many rows are compared one with the other.
const tiny = 16

// few puts few rows into order, in place: those at the places w, that is; others
// may stand in any order behind or before them. A rank and the place of its row
// are one number where they fit into one.
func (o *ordering) few(rows []uint32, keys []key, w window) {
	if len(rows) <= tiny || len(keys) == 0 {
		slices.SortStableFunc(rows, comparing(keys))
		return
	}
	least, most := ranks(rows, keys[0])
	if least == most {
		o.few(rows, keys[1:], w)
		return
	}
	const wordBits = 64
	place := bits.Len(uint(len(rows)))
	if bits.Len64(most-least)+place > wordBits {
		slices.SortStableFunc(rows, comparing(keys))
		return
	}
	o.packed, o.rows = o.packed[:0], append(o.rows[:0], rows...)
	for i, row := range rows {
		o.packed = append(o.packed, (keys[0].rank(row)-least)<<place|uint64(i))
	}
	slices.Sort(o.packed)
	for i, p := range o.packed {
		rows[i] = o.rows[p&(1<<place-1)]
	}
	if len(keys) > 1 {
		o.ties(rows, keys, w)
	}
}

// ties puts rows of equal rank in the first key into the order of the others.
func (o *ordering) ties(rows []uint32, keys []key, w window) {
	for from := 0; from < w.to; {
		to, rank := from+1, keys[0].rank(rows[from])
		for to < len(rows) && keys[0].rank(rows[to]) == rank {
			to++
		}
		if to > w.from && to-from > 1 {
			o.few(rows[from:to], keys[1:], window{max(w.from-from, 0), min(w.to-from, to-from)})
		}
		from = to
	}
}

func ranks(rows []uint32, k key) (least, most uint64) {
	least = ^uint64(0)
	for _, row := range rows {
		r := k.rank(row)
		least, most = min(least, r), max(most, r)
	}
	return least, most
}

// shiftFor returns how many bits of a number up to most must go so that the
// rest names a bucket.
func shiftFor(most uint64) int { return max(0, bits.Len64(most)-bucketBits) }

// distribute deals rows into buckets, keeping their order inside each, and
// returns where each bucket ends.
func distribute(rows []uint32, bucket func(row uint32) int) (dealt []uint32, ends []int) {
	at := make([]int, bucketCount)
	for _, row := range rows {
		at[bucket(row)]++
	}
	sum := 0
	for i, n := range at {
		at[i] = sum
		sum += n
	}
	dealt = make([]uint32, len(rows))
	for _, row := range rows {
		b := bucket(row)
		dealt[at[b]] = row
		at[b]++
	}
	return dealt, at
}
