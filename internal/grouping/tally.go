package grouping

import (
	"math/bits"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
)

// Tally collects what functions need to know of one column, for all groups.
type Tally struct {
	source *columnar.Column // nil: only rows are counted
	ids    *ids
	stats  []stat
	ends   []ends   // nil if nobody asks
	wide   []int128 // the sums of numbers that are listed; nil for others
	buffer buffer
}

// stat is what one group has of the codes of a column. The sum is lo + hi·2⁶⁴:
// it cannot overflow. Zero is what no rows have.
type stat struct {
	n     uint32 // cells with a value
	hi    uint32
	lo    uint64
	under uint64 // what the least code lacks to the greatest possible
	most  uint64
}

func (s *stat) least() uint64 { return ^s.under }

// ends is the first and the last row of a group that has a value, plus one: zero
// is none.
type ends struct{ first, last uint32 }

// What a group takes here, in bytes.
const (
	statBytes = 32
	endsBytes = 8
	wideBytes = 16
)

func newTally(source *columnar.Column, d *ids) *Tally {
	t := &Tally{source: source, ids: d}
	if source != nil && source.Listed() && source.Type.Definition().Number {
		t.wide = []int128{}
	}
	return t
}

// KeepEnds keeps the first and the last row of each group that has a value, for
// Firsts and Lasts.
func (t *Tally) KeepEnds() { t.ends = []ends{} }

// bytesPerGroup is what the tally holds of each group.
func (t *Tally) bytesPerGroup() int {
	sum := 0
	if t.source != nil {
		sum += statBytes
	}
	if t.ends != nil {
		sum += endsBytes
	}
	if t.wide != nil {
		sum += wideBytes
	}
	return sum
}

// add takes in the rows of a block.
func (t *Tally) add(s *selection) {
	if t.source == nil {
		return
	}
	t.extend()
	none := t.source.MissingCode()
	switch v := s.codes(&t.source.Cells, &t.buffer); {
	case v.U8 != nil:
		addStats(t.stats, s, v.U8, none)
	case v.U16 != nil:
		addStats(t.stats, s, v.U16, none)
	case v.U32 != nil:
		addStats(t.stats, s, v.U32, none)
	default:
		addEach(t.stats, s.groups, v.U64, none)
	}
	if t.ends != nil {
		t.addEnds(s)
	}
	if t.wide != nil {
		t.addWide(s)
	}
}

// extend adds groups that were met since.
func (t *Tally) extend() {
	more := len(t.ids.sizes) - len(t.stats)
	t.stats = append(t.stats, make([]stat, more)...)
	if t.ends != nil {
		t.ends = append(t.ends, make([]ends, more)...)
	}
	if t.wide != nil {
		t.wide = append(t.wide, make([]int128, more)...)
	}
}

// addStats adds the codes of each run to the numbers of its group. A run is one
// of a block, so the sum of narrow codes fits into a word.
func addStats[T uint8 | uint16 | uint32](stats []stat, s *selection, codes []T, none uint64) {
	if s.runs == nil {
		addEach(stats, s.groups, codes, none)
		return
	}
	for _, r := range s.runs {
		var sum uint64
		least, most, n := ^T(0), T(0), uint32(0)
		for _, code := range codes[r.from:r.to] {
			if uint64(code) == none {
				continue
			}
			sum += uint64(code)
			least, most = min(least, code), max(most, code)
			n++
		}
		if n > 0 {
			stats[r.id].add(stat{n: n, lo: sum, under: ^uint64(least), most: uint64(most)})
		}
	}
}

// fetched is how many rows are added at a time: what their groups have is read
// first, in a loop so short that the processor waits for many places in memory at
// once.
const fetched = 128

// addEach adds codes one by one. What it returns depends on all groups and says
// nothing: so none is left out where they are fetched.
func addEach[T columnar.Unsigned](stats []stat, groups []uint32, codes []T, none uint64) (all uint32) {
	for from := 0; from < len(groups); from += fetched {
		to := min(from+fetched, len(groups))
		for _, id := range groups[from:to] {
			all |= stats[id].n
		}
		for i := from; i < to; i++ {
			if code := uint64(codes[i]); code != none {
				stats[groups[i]].add(stat{n: 1, lo: code, under: ^code, most: code})
			}
		}
	}
	return all
}

// add takes in what other rows of the group have.
func (s *stat) add(other stat) {
	lo, carry := bits.Add64(s.lo, other.lo, 0)
	s.lo = lo
	s.hi += other.hi + uint32(carry) //nolint:gosec // zero or one
	s.under, s.most = max(s.under, other.under), max(s.most, other.most)
	s.n += other.n
}

func (t *Tally) addEnds(s *selection) {
	for i, row := range s.rows {
		if t.source.IsMissing(int(row)) {
			continue
		}
		e := &t.ends[s.groups[i]]
		if e.first == 0 {
			e.first = row + 1
		}
		e.last = row + 1
	}
}

// addWide sums numbers whose codes are places in a list.
func (t *Tally) addWide(s *selection) {
	for i, row := range s.rows {
		if code := t.source.Cells.At(int(row)); code != t.source.MissingCode() {
			v := t.source.Values[code]
			sum := &t.wide[s.groups[i]]
			*sum = sum.plus(widened(v.Int).times(uint64(dataset.Pow10(t.source.Scale - v.Scale)))) //nolint:gosec // positive
		}
	}
}
