package table

import (
	"slices"

	"hachinohe.example/opendata/internal/columnar"
)

// key is a column to sort by, made ready. The rank of a row is a number that
// sorts as the rows shall: its code, or what the code lacks to the greatest.
type key struct {
	column     *columnar.Column
	descending bool
}

func (k key) rank(row uint32) uint64 { return k.ofCode(k.column.Cells.At(int(row))) }

func (k key) ofCode(code uint64) uint64 {
	if !k.descending {
		return code
	}
	return min(k.column.Size-1-code, k.column.Size) // the missing code wraps round, and stays last
}

// best returns a rank that no row of a block is below.
func (k key) best(block int) uint64 {
	least, most, _ := k.column.Zone(block)
	switch {
	case least > most: // no values
		return k.column.MissingCode()
	case k.descending:
		return k.ofCode(most)
	}
	return least
}

// keys returns what a query's rows must be sorted by; none where they stand in
// the right order already.
func (p *plan) keys(t *Table, q Query) []key {
	fixed := p.fixed
	if q.After != nil && (*q.After < p.from || *q.After >= p.to) {
		fixed = 0 // the page begins behind a row that has other values
	}
	var keys []key
	for _, k := range q.Sort {
		if !slices.Contains(t.order[:fixed], k.Column) { // all rows have one value there
			keys = append(keys, key{&t.columns[k.Column], k.Descending})
		}
	}
	if p.score != nil {
		return append(keys, key{p.score, true})
	}
	if t.sortedBy(keys, fixed) {
		return nil
	}
	return keys
}

// sortedBy reports whether rows that have one value in each of the first fixed
// columns of the table's order are sorted by the keys.
func (t *Table) sortedBy(keys []key, fixed int) bool {
	if len(keys) > len(t.order)-fixed {
		return false
	}
	for i, k := range keys {
		if k.descending || k.column != &t.columns[t.order[fixed+i]] {
			return false
		}
	}
	return true
}

func (t *Table) comparing(sort []SortKey) func(a, b uint32) int {
	keys := make([]key, 0, len(sort))
	for _, k := range sort {
		keys = append(keys, key{&t.columns[k.Column], k.Descending})
	}
	return comparing(keys)
}

// comparing orders rows by keys; equal ones stay in the order they are in.
func comparing(keys []key) func(a, b uint32) int {
	return func(a, b uint32) int {
		for _, k := range keys {
			x, y := k.rank(a), k.rank(b)
			if x != y {
				if x < y {
					return -1
				}
				return 1
			}
		}
		return 0
	}
}
