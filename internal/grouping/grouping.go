// Package grouping puts rows into groups and computes values of each.
//
// It promises that sums are exact, and that what groups take is known in bytes,
// before and while they are made. It refuses queries, names, and an order of
// groups that were numbered as they were met: table asks with columns and the
// masks of rows, says what keys and functions are called, and sorts. It builds on
// dataset and columnar.
//
// A Grouper numbers the groups (ids.go: of the codes of its keys, key.go, or by a
// hash table, numbering.go), a Tally collects what functions need to know of one
// column, and a function is a method that reads its column off a Tally
// (functions.go).
package grouping

import (
	"errors"

	"hachinohe.example/opendata/internal/columnar"
)

// The reasons why rows cannot be grouped.
var (
	ErrTooManyGroups = errors.New("too many groups")
	ErrTooLarge      = errors.New("a sum has more than 18 digits")
)

// columnBytes is what a group takes in each column that is made: a number, and its
// code.
const columnBytes = 16

// Grouper puts rows into groups.
type Grouper struct {
	ids      *ids
	tallies  []*Tally
	columns  int // that are made
	memory   int // bytes that the groups may take; 0 = any number
	perGroup int // bytes that a group takes, from Prepare on
}

// New returns a Grouper by keys; without any, all rows are one group. So many
// columns are made in the end, which may take so many bytes with all else; 0 is
// any number.
func New(keys []Key, columns, memory int) *Grouper {
	return &Grouper{ids: &ids{keys: keys}, columns: columns, memory: memory}
}

// Tally returns the tally of a column; of none, that of rows alone. All are asked
// for before Prepare.
func (g *Grouper) Tally(source *columnar.Column) *Tally {
	for _, t := range g.tallies {
		if t.source == source {
			return t
		}
	}
	t := newTally(source, g.ids)
	g.tallies = append(g.tallies, t)
	return t
}

// bytesPerGroup is what one group takes.
func (g *Grouper) bytesPerGroup() int {
	sum := groupBytes + columnBytes*g.columns
	for _, t := range g.tallies {
		sum += t.bytesPerGroup()
	}
	return sum
}

// MostBytes returns how many bytes the groups of so many rows take at most.
func (g *Grouper) MostBytes(rows int) int {
	bytes := min(rows, combinations(g.ids.keys)) * g.bytesPerGroup()
	if g.memory > 0 {
		bytes = min(bytes, g.memory)
	}
	return bytes
}

// Prepare makes a grouping of so many rows ready.
func (g *Grouper) Prepare(rows int) {
	g.perGroup = g.bytesPerGroup()
	if g.memory > 0 {
		rows = min(rows, g.memory/g.perGroup)
	}
	g.ids.prepare(rows)
}

// Add takes in the marked rows of the block from base to end. The error is
// ErrTooManyGroups.
func (g *Grouper) Add(m *columnar.Mask, base, end int) error {
	rows := selection{base: base, end: end}
	g.ids.assign(m, &rows)
	if g.memory > 0 && g.ids.numberingBytes()+g.perGroup*cap(g.ids.sizes) > g.memory {
		return ErrTooManyGroups
	}
	for _, t := range g.tallies {
		t.add(&rows)
	}
	return nil
}

// Groups returns the groups that have rows, a column of each key, and whether they
// are in the order of the keys. Groups that are not are numbered from zero on.
func (g *Grouper) Groups() (groups []uint32, columns []columnar.Column, inOrder bool) {
	for _, t := range g.tallies {
		t.extend()
	}
	d := g.ids
	if len(d.keys) == 0 {
		return []uint32{0}, nil, true // the one group of everything, rows or none
	}
	for id, n := range d.sizes {
		if n > 0 {
			groups = append(groups, uint32(id))
		}
	}
	for i := range d.keys {
		columns = append(columns, d.keys[i].column(d, groups))
	}
	return groups, columns, d.dense > 0
}
