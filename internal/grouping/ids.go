package grouping

import "hachinohe.example/opendata/internal/columnar"

// ids numbers the groups that rows belong to. If the keys have few
// combinations, the number of a group is computed from the codes; else groups
// are numbered as they are met.
type ids struct {
	keys   []Key
	dense  int      // the number of combinations; 0 = numbered as met
	sizes  []uint32 // the rows of each group
	first  []uint32 // a row of each group
	met    numbering
	groups [columnar.BlockRows]uint32 // of the rows of a block
	packed [columnar.BlockRows]uint64 // what they are numbered by
	rows   [columnar.BlockRows]uint32
	runs   [columnar.BlockRows/shortRun + 1]run
	buffer buffer
}

// groupBytes is what a group takes here, beside the hash tables.
const groupBytes = 4 + 4

// prepare decides how groups are numbered: in advance if the keys have no more
// combinations than most.
func (d *ids) prepare(most int) {
	n := combinations(d.keys)
	if n > max(most, columnar.BlockRows) {
		pack(d.keys)
		return
	}
	d.dense, d.sizes, d.first = n, make([]uint32, n), make([]uint32, n)
}

// assign finds the groups of the rows of a block.
func (d *ids) assign(m *columnar.Mask, s *selection) {
	s.rows = m.Rows(d.rows[:0], s.base)
	s.groups = d.groups[:len(s.rows)]
	if d.dense > 0 {
		d.compute(s)
	} else {
		d.meet(s)
	}
	if s.runs = appendRuns(d.runs[:0], s.groups); s.runs == nil {
		for i, id := range s.groups {
			if d.sizes[id] == 0 {
				d.first[id] = s.rows[i]
			}
			d.sizes[id]++
		}
	}
	for _, r := range s.runs {
		if d.sizes[r.id] == 0 {
			d.first[r.id] = s.rows[r.from]
		}
		d.sizes[r.id] += uint32(r.to - r.from) //nolint:gosec // of one block
	}
}

// compute gives every combination of places its own number, in the order of the
// keys.
func (d *ids) compute(s *selection) {
	clear(s.groups)
	for i := range d.keys {
		k := &d.keys[i]
		appendPlaces(s.groups, s.codes(&k.source.Cells, &d.buffer), k.place, uint32(k.factor)) //nolint:gosec // no more than there are rows
	}
}

// meet numbers combinations as they come.
func (d *ids) meet(s *selection) {
	packed := d.packed[:len(s.rows)]
	clear(packed)
	for i := range d.keys {
		k := &d.keys[i]
		if k.before != nil {
			k.before.replace(packed)
		}
		codes := s.codes(&k.source.Cells, &d.buffer)
		if k.alone != nil {
			copy(d.buffer.wide[:], codes.U64)
			codes.U64 = d.buffer.wide[:len(packed)]
			k.alone.replace(codes.U64)
		}
		appendPlaces(packed, codes, k.place, k.factor)
	}
	d.met.replace(packed)
	for i, number := range packed {
		s.groups[i] = uint32(number) //nolint:gosec // no more than rows
	}
	more := d.met.count - len(d.sizes)
	d.sizes, d.first = append(d.sizes, make([]uint32, more)...), append(d.first, make([]uint32, more)...)
}

// appendPlaces makes the number of a combination of that of the keys before and
// the place under one more.
func appendPlaces[N uint32 | uint64](numbers []N, codes columnar.Vector, place []uint32, factor N) {
	switch {
	case codes.U8 != nil:
		appendIn(numbers, codes.U8, place, factor)
	case codes.U16 != nil:
		appendIn(numbers, codes.U16, place, factor)
	case codes.U32 != nil:
		appendIn(numbers, codes.U32, place, factor)
	default:
		appendIn(numbers, codes.U64, place, factor)
	}
}

func appendIn[N uint32 | uint64, T columnar.Unsigned](numbers []N, codes []T, place []uint32, factor N) {
	codes = codes[:len(numbers)]
	if place == nil {
		for i, code := range codes {
			numbers[i] = numbers[i]*factor + N(code)
		}
		return
	}
	for i, code := range codes {
		numbers[i] = numbers[i]*factor + N(place[code])
	}
}

// numberingBytes is what the hash tables hold.
func (d *ids) numberingBytes() int {
	sum := d.met.bytes()
	for _, k := range d.keys {
		sum += k.before.bytes() + k.alone.bytes()
	}
	return sum
}
