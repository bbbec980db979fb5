package table

import (
	"math/big"
	"math/bits"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/lang"
)

// function is the definition of a function of a group.
type function struct {
	label   lang.Text
	applies func(dataset.Type) bool
	of      func(t *tally, groups []uint32) (columnar.Column, error)
}

// definition returns what a function is; of an unknown name, one that applies to
// nothing. A new one is a method that reads it off a tally, a constant in
// group.go, and a line here.
func (f Func) definition() function {
	switch f {
	case Count:
		return function{lang.T("件数", "count"), anyType, (*tally).counts}
	case Sum:
		return function{lang.T("合計", "sum"), isNumber, (*tally).sums}
	case Avg:
		return function{lang.T("平均", "average"), isNumber, (*tally).averages}
	case Min:
		return function{lang.T("最小", "minimum"), hasOrder, (*tally).minima}
	case Max:
		return function{lang.T("最大", "maximum"), hasOrder, (*tally).maxima}
	case First:
		return function{lang.T("最初", "first"), anyType, (*tally).firsts}
	case Last:
		return function{lang.T("最後", "last"), anyType, (*tally).lasts}
	}
	return function{applies: func(dataset.Type) bool { return false }}
}

// Applies reports whether the function can be asked of a column of type t.
func (f Func) Applies(t dataset.Type) bool { return f.definition().applies(t) }

// named returns the definition of the column that an aggregate makes.
func (a Aggregate) named(t *Table) dataset.Column {
	d := a.Func.definition()
	if a.Column < 0 {
		return dataset.Column{
			Name: string(Count), Title: d.label, Type: dataset.Integer, Unit: "件",
			Meaning: lang.T("まとめた行の数", "Number of rows in the group"),
		}
	}
	c := t.columns[a.Column].Column
	out := dataset.Column{
		Name: c.Name + "_" + string(a.Func), Type: c.Type, Unit: c.Unit, Meaning: c.Meaning, Codes: c.Codes,
		Title: lang.T(c.Title.Ja+"（"+d.label.Ja+"）", c.Title.En+" ("+d.label.En+")"),
	}
	switch a.Func {
	case Count:
		out.Type, out.Unit, out.Codes = dataset.Integer, "件", nil
	case Avg:
		out.Type = dataset.Number
	case Sum, Min, Max, First, Last:
	}
	return out
}

// tally collects what functions need to know of one column, for all groups.
type tally struct {
	source *columnar.Column // nil: only rows are counted
	ids    *ids
	stats  []stat
	ends   []ends    // nil if nobody asks
	wide   []big.Int // the sums of numbers that are listed
	codes  [columnar.BlockRows]uint64
}

// stat is what one group has of the codes of a column. The sum is lo + hi·2⁶⁴:
// it cannot overflow.
type stat struct {
	n        int // cells with a value
	lo, hi   uint64
	min, max uint64
}

// ends is the first and the last row of a group that has a value.
type ends struct{ first, last uint32 }

// talliesOf makes a tally of each column that is aggregated; rows alone are
// counted under -1.
func (t *Table) talliesOf(g Grouping, d *ids) map[int]*tally {
	tallies := make(map[int]*tally)
	for _, a := range g.Aggregates {
		if tallies[a.Column] == nil {
			tallies[a.Column] = &tally{ids: d}
			if a.Column >= 0 {
				tallies[a.Column].of(&t.columns[a.Column])
			}
		}
		if a.Func == First || a.Func == Last {
			tallies[a.Column].ends = []ends{}
		}
	}
	return tallies
}

func (t *tally) of(c *columnar.Column) {
	t.source = c
	if c.Listed() && Sum.Applies(c.Type) {
		t.wide = []big.Int{}
	}
}

// add takes in the rows of a block.
func (t *tally) add(s *selection) {
	if t.source == nil {
		return
	}
	t.extend()
	v, none := &t.source.Cells, t.source.MissingCode()
	switch {
	case !s.whole():
		codes := t.codes[:len(s.rows)]
		for i, row := range s.rows {
			codes[i] = v.At(int(row))
		}
		addWideStats(t.stats, s.runs, codes, none)
	case v.U8 != nil:
		addStats(t.stats, s.runs, v.U8[s.base:s.end], none)
	case v.U16 != nil:
		addStats(t.stats, s.runs, v.U16[s.base:s.end], none)
	case v.U32 != nil:
		addStats(t.stats, s.runs, v.U32[s.base:s.end], none)
	default:
		addWideStats(t.stats, s.runs, v.U64[s.base:s.end], none)
	}
	if t.ends != nil {
		t.addEnds(s)
	}
	if t.wide != nil {
		t.addWide(s)
	}
}

// extend adds groups that were met since.
func (t *tally) extend() {
	more := len(t.ids.sizes) - len(t.stats)
	t.stats = append(t.stats, make([]stat, more)...)
	if t.ends != nil {
		t.ends = append(t.ends, make([]ends, more)...)
	}
	if t.wide != nil {
		t.wide = append(t.wide, make([]big.Int, more)...)
	}
}

// addStats adds the codes of each run to the numbers of its group. A run is one
// of a block, so the sum of narrow codes fits into a word.
func addStats[T uint8 | uint16 | uint32](stats []stat, runs []run, codes []T, none uint64) {
	for _, r := range runs {
		var sum uint64
		least, most, n := ^T(0), T(0), 0
		for _, code := range codes[r.from:r.to] {
			if uint64(code) == none {
				continue
			}
			sum += uint64(code)
			least, most = min(least, code), max(most, code)
			n++
		}
		if n > 0 {
			stats[r.id].add(stat{n: n, lo: sum, min: uint64(least), max: uint64(most)})
		}
	}
}

// addWideStats is addStats for codes of which two may not fit into a word.
func addWideStats(stats []stat, runs []run, codes []uint64, none uint64) {
	for _, r := range runs {
		run := stat{min: none}
		for _, code := range codes[r.from:r.to] {
			if code == none {
				continue
			}
			var carry uint64
			run.lo, carry = bits.Add64(run.lo, code, 0)
			run.hi += carry
			run.min, run.max = min(run.min, code), max(run.max, code)
			run.n++
		}
		if run.n > 0 {
			stats[r.id].add(run)
		}
	}
}

// add takes in what other rows of the group have.
func (s *stat) add(other stat) {
	if s.n == 0 {
		*s = other
		return
	}
	var carry uint64
	s.lo, carry = bits.Add64(s.lo, other.lo, 0)
	s.hi += other.hi + carry
	s.min, s.max = min(s.min, other.min), max(s.max, other.max)
	s.n += other.n
}

// addEnds keeps rows plus one, so that zero is none.
func (t *tally) addEnds(s *selection) {
	for _, r := range s.runs {
		e := &t.ends[r.id]
		for _, row := range s.rows[r.from:r.to] {
			if t.source.IsMissing(int(row)) {
				continue
			}
			if e.first == 0 {
				e.first = row + 1
			}
			e.last = row + 1
		}
	}
}

// addWide sums numbers whose codes are places in a list.
func (t *tally) addWide(s *selection) {
	for _, r := range s.runs {
		for _, row := range s.rows[r.from:r.to] {
			if code := t.source.Cells.At(int(row)); code != t.source.MissingCode() {
				v := t.source.Values[code]
				n := new(big.Int).Mul(big.NewInt(v.Int), big.NewInt(dataset.Pow10(t.source.Scale-v.Scale)))
				t.wide[r.id].Add(&t.wide[r.id], n)
			}
		}
	}
}
