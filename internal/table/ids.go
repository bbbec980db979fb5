package table

import (
	"cmp"
	"slices"

	"hachinohe.example/opendata/internal/columnar"
)

// selection is the rows of one block that take part in a grouping.
type selection struct {
	mask      *columnar.Mask
	base, end int
	rows      []uint32 // those that take part
	runs      []run    // rows after each other of one group: sorted data has long ones
}

// run is the places from..to in rows, all of one group.
type run struct {
	id       uint32
	from, to int
}

// whole reports whether all rows of the block take part.
func (s *selection) whole() bool { return len(s.rows) == s.end-s.base }

// ids numbers the groups that rows belong to. If the keys have few
// combinations, the number of a group is computed from the codes; else groups
// are numbered as they are met.
type ids struct {
	keys  []groupKey
	dense int                        // the number of combinations; 0 = numbered as met
	met   []map[[2]uint64]uint32     // by key: number so far and code → number
	sizes []int                      // the rows of each group
	first []uint32                   // a row of each group
	codes [columnar.BlockRows]uint32 // the groups of the rows of a block
	rows  [columnar.BlockRows]uint32
	runs  []run
}

// groupKey is a key made ready.
type groupKey struct {
	source *columnar.Column
	place  []uint32        // source code → place of the bucket; nil without buckets
	bucket columnar.Column // without rows; the source itself without buckets
}

// maxDense bounds the combinations that are given numbers in advance; so does
// the number of rows, lest few rows take much memory.
const maxDense = 1 << 17

func (t *Table) keysOf(g Grouping) []groupKey {
	keys := make([]groupKey, 0, len(g.Keys))
	for _, k := range g.Keys {
		c := &t.columns[k.Column]
		key := groupKey{source: c, bucket: *c}
		if k.Bucket != "" {
			key.bucket, key.place = k.Bucket.bucketed(c)
		}
		keys = append(keys, key)
	}
	return keys
}

func newIDs(keys []groupKey, rows int) *ids {
	d := &ids{keys: keys}
	product := uint64(1)
	for _, k := range keys {
		d.met = append(d.met, make(map[[2]uint64]uint32))
		product *= min(k.bucket.Size+1, maxDense+1)
		product = min(product, maxDense+1)
	}
	if product <= maxDense && product <= uint64(max(rows, columnar.BlockRows)) {
		d.dense = int(product)
		d.sizes, d.first = make([]int, d.dense), make([]uint32, d.dense)
	}
	return d
}

// assign finds the groups of the rows of a block.
func (d *ids) assign(s *selection) error {
	s.rows = s.mask.Rows(d.rows[:0], s.base)
	groups := d.codes[:len(s.rows)]
	clear(groups)
	if d.dense > 0 {
		d.compute(s, groups)
	} else if err := d.meet(s, groups); err != nil {
		return err
	}
	d.runs = d.runs[:0]
	for from := 0; from < len(groups); {
		id, to := groups[from], from+1
		for to < len(groups) && groups[to] == id {
			to++
		}
		d.runs = append(d.runs, run{id, from, to})
		from = to
	}
	for _, r := range d.runs {
		if d.sizes[r.id] == 0 {
			d.first[r.id] = s.rows[r.from]
		}
		d.sizes[r.id] += r.to - r.from
	}
	s.runs = d.runs
	return nil
}

// compute gives every combination of places its own number, in the order of the
// keys.
func (d *ids) compute(s *selection, groups []uint32) {
	for _, k := range d.keys {
		factor := uint32(k.bucket.Size + 1) //nolint:gosec // bounded by maxDense
		v := &k.source.Cells
		switch {
		case !s.whole():
			for i, row := range s.rows {
				groups[i] = groups[i]*factor + k.at(v.At(int(row)))
			}
		case v.U8 != nil:
			computeIn(groups, v.U8[s.base:s.end], k.place, factor)
		case v.U16 != nil:
			computeIn(groups, v.U16[s.base:s.end], k.place, factor)
		case v.U32 != nil:
			computeIn(groups, v.U32[s.base:s.end], k.place, factor)
		default:
			computeIn(groups, v.U64[s.base:s.end], k.place, factor)
		}
	}
}

// at returns the place that a code has among the groups of this key alone.
func (k *groupKey) at(code uint64) uint32 {
	if k.place != nil {
		return k.place[code]
	}
	return uint32(code) //nolint:gosec // bounded by maxDense
}

func computeIn[T columnar.Unsigned](groups []uint32, codes []T, place []uint32, factor uint32) {
	codes = codes[:len(groups)]
	if place == nil {
		for i, code := range codes {
			groups[i] = groups[i]*factor + uint32(code)
		}
		return
	}
	for i, code := range codes {
		groups[i] = groups[i]*factor + place[code]
	}
}

// meet numbers combinations as they come, key by key.
func (d *ids) meet(s *selection, groups []uint32) error {
	for i, row := range s.rows {
		id := uint32(0)
		for n, k := range d.keys {
			code := k.source.Cells.At(int(row))
			if k.place != nil {
				code = uint64(k.place[code])
			}
			combination := [2]uint64{uint64(id), code}
			known, ok := d.met[n][combination]
			if !ok {
				known = uint32(len(d.met[n])) //nolint:gosec // bounded by MaxGroups
				d.met[n][combination] = known
			}
			id = known
		}
		if int(id) == len(d.sizes) {
			if len(d.sizes) == MaxGroups {
				return ErrTooManyGroups
			}
			d.sizes, d.first = append(d.sizes, 0), append(d.first, 0)
		}
		groups[i] = id
	}
	return nil
}

// sorted returns the groups that have rows, in the order of the keys.
func (d *ids) sorted() ([]uint32, error) {
	var groups []uint32
	for id, n := range d.sizes {
		if n > 0 {
			groups = append(groups, uint32(id))
		}
	}
	if len(groups) > MaxGroups {
		return nil, ErrTooManyGroups
	}
	if len(d.keys) == 0 {
		return []uint32{0}, nil // the one group of everything, rows or none
	}
	if d.dense == 0 {
		slices.SortFunc(groups, func(a, b uint32) int {
			for _, k := range d.keys {
				if c := cmp.Compare(k.of(d.first[a]), k.of(d.first[b])); c != 0 {
					return c
				}
			}
			return 0
		})
	}
	return groups, nil
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
