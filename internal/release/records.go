package release

import (
	"iter"
	"math"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// Records are the records of a dataset that differ between two releases. There
// may be millions of them, so that they are kept as numbers of rows and columns,
// 16 bytes a difference, and written out one by one when they are asked for.
type Records struct {
	old, new key // without a table where the dataset is not
	columns  []columnPair
	list     []difference
	files    int // bytes of the canonical files that are compared
}

// RecordChange is a record that came, went or has other values. Fields are
// given for a changed record only, which has no release of its own.
type RecordChange struct {
	Kind    ChangeKind
	Key     []string // the cells of the primary key
	Fields  []FieldChange
	Release int
}

// FieldChange is one cell before and after, in canonical notation; empty is
// missing.
type FieldChange struct {
	Column, Old, New string
	Release          int
}

// String writes a record's key for a message.
func (c RecordChange) String() string { return strings.Join(c.Key, ", ") }

// difference is a record that came or went, or a cell that is another one.
type difference struct {
	old, new uint32 // rows in the two tables
	column   uint32 // of a cell: its place in Records.columns
	release  uint32 // that brought it; 0 until that is known
}

// nowhere stands for the row of a record that a table does not have, which is
// more than a table can have.
const nowhere = math.MaxUint32

func (d difference) kind() ChangeKind {
	switch {
	case d.old == nowhere:
		return Added
	case d.new == nowhere:
		return Removed
	}
	return Changed
}

// columnPair is a column of the newer table with its number in each; old is -1
// for a column that is new.
type columnPair struct {
	name     string
	old, new int
	retyped  bool // equal values may be written differently
}

// Len returns the number of differences: one for each record that came or went,
// and one for each cell that changed.
func (r *Records) Len() int { return len(r.list) }

// Size estimates the bytes of memory that the differences hold: their own, and
// those of the tables that they point into.
func (r *Records) Size() int { return 16*len(r.list) + r.files }

// At returns a difference: of a changed record the one field.
func (r *Records) At(i int) RecordChange {
	d := r.list[i]
	c := RecordChange{Kind: d.kind()}
	switch c.Kind {
	case Removed:
		c.Key, c.Release = r.old.cells(int(d.old)), int(d.release)
	case Added:
		c.Key, c.Release = r.new.cells(int(d.new)), int(d.release)
	case Changed:
		p := r.columns[d.column]
		f := FieldChange{Column: p.name, New: r.new.table.Text(p.new, int(d.new)), Release: int(d.release)}
		if p.old >= 0 {
			f.Old = r.old.table.Text(p.old, int(d.old))
		}
		c.Key, c.Fields = r.new.cells(int(d.new)), []FieldChange{f}
	}
	return c
}

// Count is how many records came, changed and went.
type Count struct{ Added, Changed, Removed int }

// Count counts the records without writing any of them out.
func (r *Records) Count() Count {
	var n Count
	for i, d := range r.list {
		switch d.kind() {
		case Added:
			n.Added++
		case Removed:
			n.Removed++
		case Changed:
			if i == 0 || r.list[i-1].new != d.new { // its first cell
				n.Changed++
			}
		}
	}
	return n
}

// Kind says what a difference is, without writing it out.
func (r *Records) Kind(i int) ChangeKind { return r.list[i].kind() }

// Column is the column of the cell that is another one; empty if the difference
// is a record that came or went.
func (r *Records) Column(i int) string {
	if r.Kind(i) != Changed {
		return ""
	}
	return r.columns[r.list[i].column].name
}

// InNewColumn reports whether a difference is a cell of a column that is new.
func (r *Records) InNewColumn(i int) bool {
	return r.Kind(i) == Changed && r.columns[r.list[i].column].old < 0
}

// Of yields the records of one kind, as All does. The others cost nothing.
func (r *Records) Of(kind ChangeKind) iter.Seq[RecordChange] {
	return r.records(func(d difference) bool { return d.kind() == kind })
}

// All yields the records: those that came or changed in the order of the newer
// table, then those that went in the order of the older.
func (r *Records) All() iter.Seq[RecordChange] {
	return r.records(func(difference) bool { return true })
}

func (r *Records) records(wanted func(difference) bool) iter.Seq[RecordChange] {
	return func(yield func(RecordChange) bool) {
		for i := 0; i < len(r.list); {
			if !wanted(r.list[i]) {
				i++
				continue
			}
			c, next := r.At(i), i+1
			for ; next < len(r.list) && c.Kind == Changed && r.list[next].new == r.list[i].new; next++ {
				c.Fields = append(c.Fields, r.At(next).Fields...)
			}
			if !yield(c) {
				return
			}
			i = next
		}
	}
}

// recordsOf are all records of a dataset that came.
func recordsOf(s *Set) Records {
	r := Records{new: keyOf(s), files: s.CSVFile.Bytes, list: make([]difference, s.Table.Len())}
	for row := range r.list {
		r.list[row] = difference{old: nowhere, new: uint32(row)}
	}
	return r
}

// without are all records of a dataset that went.
func without(s *Set) Records {
	r := recordsOf(s)
	r.old, r.new = r.new, r.old
	for i := range r.list {
		r.list[i].old, r.list[i].new = r.list[i].new, r.list[i].old
	}
	return r
}

// diffRecords compares the records of two sets by key.
func diffRecords(from, to *Set) Records {
	r := Records{old: keyOf(from), new: keyOf(to), columns: pairs(from.Table, to.Table), files: from.CSVFile.Bytes + to.CSVFile.Bytes}
	before, stays := indexOf(from), make([]bool, from.Table.Len())
	var key []byte
	for row := range to.Table.Len() {
		key = r.new.append(key[:0], row)
		old, ok := before.find(key)
		if !ok {
			r.list = append(r.list, difference{old: nowhere, new: uint32(row)})
			continue
		}
		stays[old] = true
		r.compare(old, row)
	}
	for row := range stays {
		if !stays[row] {
			r.list = append(r.list, difference{old: uint32(row), new: nowhere})
		}
	}
	return r
}

func pairs(from, to *table.Table) []columnPair {
	var list []columnPair
	for i := range to.Columns() {
		c := to.Column(i)
		old := from.Index(c.Name)
		list = append(list, columnPair{c.Name, old, i, old >= 0 && from.Column(old).Type != c.Type})
	}
	return list
}

// compare adds the cells that differ between a row of each table.
func (r *Records) compare(old, row int) {
	for i, p := range r.columns {
		before, after := dataset.Value{Missing: true}, r.new.table.Value(p.new, row)
		if p.old >= 0 {
			before = r.old.table.Value(p.old, old)
		}
		same := before == after
		if p.retyped {
			same = r.old.table.Text(p.old, old) == r.new.table.Text(p.new, row)
		}
		if !same {
			r.list = append(r.list, difference{old: uint32(old), new: uint32(row), column: uint32(i)}) //nolint:gosec // a table has fewer rows
		}
	}
}
