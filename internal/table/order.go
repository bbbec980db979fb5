package table

import "slices"

// key is a column to sort by, made ready. The rank of a row is a number that
// sorts as the rows shall: its code, or what the code lacks to the greatest.
type key struct {
	column     *column
	descending bool
}

func (k key) rank(row uint32) uint64 { return k.ofCode(k.column.codes.at(int(row))) }

func (k key) ofCode(code uint64) uint64 {
	if !k.descending {
		return code
	}
	return min(k.column.size-1-code, k.column.size) // the missing code wraps round, and stays last
}

// keys returns what a query's rows must be sorted by; none where they stand in
// the right order already.
func (p *plan) keys(t *Table, q Query) []key {
	var keys []key
	next := p.fixed // the table's order column that the rows are sorted by
	for _, k := range q.Sort {
		place := slices.Index(t.order, k.Column)
		switch {
		case place >= 0 && place < p.fixed:
			continue // all rows have the same value
		case len(keys) == 0 && !k.Descending && next < len(t.order) && place == next:
			next++
			continue
		}
		keys = append(keys, key{&t.columns[k.Column], k.Descending})
	}
	if len(keys) > 0 && next > p.fixed { // what was passed over counts after all
		keys = keys[:0]
		for _, k := range q.Sort {
			keys = append(keys, key{&t.columns[k.Column], k.Descending})
		}
	}
	if p.score != nil {
		keys = append(keys, key{p.score, true})
	}
	return keys
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
