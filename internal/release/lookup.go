package release

import (
	"bytes"
	"slices"
	"sort"

	"hachinohe.example/opendata/internal/table"
)

// key reads the primary key of the rows of a table.
type key struct {
	table   *table.Table
	columns []int
}

func keyOf(s *Set) key {
	k := key{table: s.Table}
	for _, name := range s.Schema.Key {
		k.columns = append(k.columns, s.Table.Index(name))
	}
	return k
}

func (k key) cells(row int) []string {
	cells := make([]string, len(k.columns))
	for i, c := range k.columns {
		cells[i] = k.table.Text(c, row)
	}
	return cells
}

// append writes the key of a row as one text; no cell contains the separator. The
// texts of equal keys are equal: 1.0 is the record that was 1 before.
func (k key) append(dst []byte, row int) []byte {
	for _, c := range k.columns {
		dst = append(k.table.AppendIdentity(dst, c, row), 0)
	}
	return dst
}

// index finds the rows of a table by their key, by bisection: most tables stand
// in the order of their key, so that it takes no memory. Keys are best looked up
// in their order; one that stands next to the one before is found at once.
type index struct {
	key
	rows []uint32 // in the order of the key; nil if they stand in it
	at   int      // the place that was looked up last
	buf  []byte
}

func indexOf(s *Set) *index {
	x := &index{key: keyOf(s)}
	var before, here []byte
	for row := range x.table.Len() {
		here = x.append(here[:0], row)
		if bytes.Compare(before, here) > 0 {
			x.sort()
			break
		}
		before, here = here, before
	}
	return x
}

func (x *index) sort() {
	x.rows = make([]uint32, x.table.Len())
	for row := range x.rows {
		x.rows[row] = uint32(row)
	}
	var one, other []byte
	slices.SortFunc(x.rows, func(a, b uint32) int {
		one, other = x.append(one[:0], int(a)), x.append(other[:0], int(b))
		return bytes.Compare(one, other)
	})
}

// find returns the row with a key, false if there is none. From the last place
// on it takes longer and longer steps, then bisects the last of them.
func (x *index) find(wanted []byte) (row int, ok bool) {
	low, high, order := 0, x.at, 1
	for step := 1; high < x.table.Len(); step *= 2 {
		if order = x.compare(high, wanted); order >= 0 {
			break
		}
		low, high, order = high+1, min(high+step, x.table.Len()), 1
	}
	if order > 0 {
		high = low + sort.Search(high-low, func(i int) bool { return x.compare(low+i, wanted) >= 0 })
	}
	x.at = high
	if high == x.table.Len() || x.compare(high, wanted) != 0 {
		return 0, false
	}
	return x.row(high), true
}

func (x *index) compare(place int, wanted []byte) int {
	x.buf = x.append(x.buf[:0], x.row(place))
	return bytes.Compare(x.buf, wanted)
}

func (x *index) row(place int) int {
	if x.rows == nil {
		return place
	}
	return int(x.rows[place])
}
