package grouping

import "hachinohe.example/opendata/internal/columnar"

// selection is the rows of one block that take part in a grouping.
type selection struct {
	base, end int
	rows      []uint32 // those that take part
	groups    []uint32 // the group of each
	runs      []run    // rows after each other of one group; nil where these are short
}

// run is the places from..to in rows, all of one group.
type run struct {
	id       uint32
	from, to int
}

// shortRun is how many rows a run must have on average to be worth making.
const shortRun = 4

// whole reports whether all rows of the block take part.
func (s *selection) whole() bool { return len(s.rows) == s.end-s.base }

// appendRuns appends the runs of groups. There are none where most are short:
// in data that are sorted by something else.
func appendRuns(dst []run, groups []uint32) []run {
	most := len(dst) + len(groups)/shortRun + 1
	for from := 0; from < len(groups); {
		id, to := groups[from], from+1
		for to < len(groups) && groups[to] == id {
			to++
		}
		if len(dst) == most {
			return nil
		}
		dst = append(dst, run{id, from, to})
		from = to
	}
	return dst
}

// buffer is where the codes of the rows of a block are put together.
type buffer struct {
	narrow [columnar.BlockRows]uint32
	wide   [columnar.BlockRows]uint64
}

// codes returns the codes of the rows that take part.
func (s *selection) codes(v *columnar.Vector, b *buffer) columnar.Vector {
	switch {
	case s.whole():
		return v.Slice(s.base, s.end)
	case v.U64 != nil:
		columnar.Take(b.wide[:], v, s.rows)
		return columnar.Vector{U64: b.wide[:len(s.rows)]}
	}
	columnar.Take(b.narrow[:], v, s.rows)
	return columnar.Vector{U32: b.narrow[:len(s.rows)]}
}
