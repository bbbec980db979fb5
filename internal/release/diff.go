package release

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// ChangeKind says what happened to a dataset, a column or a record.
type ChangeKind string

// The kinds of changes.
const (
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
	Changed ChangeKind = "changed"
)

// Change is what one release does to one dataset of another. With every single
// difference stands the number of the release that brought it, 0 until
// Shelf.Compare has found it.
type Change struct {
	Dataset    string
	Kind       ChangeKind // of the dataset itself; Changed if it is in both
	Columns    []ColumnChange
	Properties []PropertyChange
	Records    []RecordChange
	Release    int // that brought or took the dataset
}

// ColumnChange is a column that came, went or means something else.
type ColumnChange struct {
	Kind    ChangeKind
	Column  string
	OldUnit string
	NewUnit string
	Release int
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

// Diff lists what differs between two releases, dataset by dataset in the order
// of the newer one, removed ones last. Datasets without a difference are left
// out; from may be nil, for a first release.
func Diff(from, to *Release) []Change {
	var changes []Change
	for i := range to.Sets {
		s := &to.Sets[i]
		before, ok := from.find(s.ID)
		if !ok && from.withdrew(s.ID) {
			continue
		}
		if !ok {
			changes = append(changes, Change{Dataset: s.ID, Kind: Added, Records: allRecords(s, Added)})
			continue
		}
		if before.CSVFile.SHA256 == s.CSVFile.SHA256 && before.SchemaFile.SHA256 == s.SchemaFile.SHA256 {
			continue
		}
		changes = append(changes, Change{
			Dataset: s.ID, Kind: Changed,
			Columns: diffColumns(before.Schema, s.Schema), Properties: diffProperties(before, s), Records: diffRecords(before, s),
		})
	}
	if from == nil {
		return changes
	}
	for i := range from.Sets {
		if _, ok := to.find(from.Sets[i].ID); !ok && !to.withdrew(from.Sets[i].ID) {
			changes = append(changes, Change{Dataset: from.Sets[i].ID, Kind: Removed, Records: allRecords(&from.Sets[i], Removed)})
		}
	}
	return changes
}

func (r *Release) find(id string) (*Set, bool) {
	if r == nil {
		return nil, false
	}
	return r.Set(id)
}

func (r *Release) withdrew(id string) bool {
	if r == nil {
		return false
	}
	_, ok := r.Withdrawn(id)
	return ok
}

func allRecords(s *Set, kind ChangeKind) []RecordChange {
	keys := keyOf(s)
	out := make([]RecordChange, 0, s.Table.Len())
	for row := range s.Table.Len() {
		out = append(out, RecordChange{Kind: kind, Key: keys.cells(row)})
	}
	return out
}

func diffColumns(from, to dataset.Schema) []ColumnChange {
	var out []ColumnChange
	for _, c := range to.Columns {
		old, ok := from.Column(c.Name)
		switch {
		case !ok:
			out = append(out, ColumnChange{Kind: Added, Column: c.Name, NewUnit: c.Unit})
		case !sameColumn(old, c):
			out = append(out, ColumnChange{Kind: Changed, Column: c.Name, OldUnit: old.Unit, NewUnit: c.Unit})
		}
	}
	for _, c := range from.Columns {
		if to.Index(c.Name) < 0 {
			out = append(out, ColumnChange{Kind: Removed, Column: c.Name, OldUnit: c.Unit})
		}
	}
	return out
}

func sameColumn(a, b dataset.Column) bool {
	return slices.Equal(a.Codes, b.Codes) && a.Name == b.Name && a.Title == b.Title && a.Meaning == b.Meaning &&
		a.Type == b.Type && a.Unit == b.Unit && a.Rules == b.Rules && a.Constant == b.Constant
}

// key reads the primary key of the rows of a set.
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

// append writes the key of a row as one text; no cell contains the separator.
func (k key) append(dst []byte, row int) []byte {
	for _, c := range k.columns {
		dst = append(k.table.AppendText(dst, c, row), keySeparator...)
	}
	return dst
}

const keySeparator = "\x00"

// joinKey writes the cells of a key as key.append does.
func joinKey(cells []string) string { return strings.Join(cells, keySeparator) + keySeparator }

// rowsByKey finds the row of a record by its key.
func rowsByKey(s *Set) map[string]int {
	k := keyOf(s)
	rows := make(map[string]int, s.Table.Len())
	var buf []byte
	for row := range s.Table.Len() {
		buf = k.append(buf[:0], row)
		rows[string(buf)] = row
	}
	return rows
}

// diffRecords compares the records of two sets by key: added and changed ones in
// the order of the newer, then removed ones in the order of the older.
func diffRecords(from, to *Set) []RecordChange {
	oldKey, newKey, oldRows := keyOf(from), keyOf(to), rowsByKey(from)
	var buf []byte
	shared := sharedColumns(from, to)
	var out []RecordChange
	for row := range to.Table.Len() {
		buf = newKey.append(buf[:0], row)
		old, ok := oldRows[string(buf)]
		if !ok {
			out = append(out, RecordChange{Kind: Added, Key: newKey.cells(row)})
			continue
		}
		delete(oldRows, string(buf))
		if fields := diffFields(from.Table, to.Table, old, row, shared); fields != nil {
			out = append(out, RecordChange{Kind: Changed, Key: newKey.cells(row), Fields: fields})
		}
	}
	gone := make([]int, 0, len(oldRows))
	for _, row := range oldRows {
		gone = append(gone, row)
	}
	slices.Sort(gone)
	for _, row := range gone {
		out = append(out, RecordChange{Kind: Removed, Key: oldKey.cells(row)})
	}
	return out
}

// columnPair is a column that both tables have, by its number in each; old is
// -1 for a column that is new.
type columnPair struct {
	name     string
	old, new int
	retyped  bool // equal values may be written differently
}

func sharedColumns(from, to *Set) []columnPair {
	var pairs []columnPair
	for i := range to.Table.Columns() {
		c := to.Table.Column(i)
		old := from.Table.Index(c.Name)
		pairs = append(pairs, columnPair{c.Name, old, i, old >= 0 && from.Table.Column(old).Type != c.Type})
	}
	return pairs
}

func diffFields(from, to *table.Table, old, row int, pairs []columnPair) []FieldChange {
	var fields []FieldChange
	for _, p := range pairs {
		after := to.Value(p.new, row)
		var before dataset.Value
		if before.Missing = true; p.old >= 0 {
			before = from.Value(p.old, old)
		}
		if before == after && !p.retyped {
			continue
		}
		change := FieldChange{Column: p.name, New: to.Text(p.new, row)}
		if p.old >= 0 {
			change.Old = from.Text(p.old, old)
		}
		if change.Old != change.New {
			fields = append(fields, change)
		}
	}
	return fields
}

// String writes a record's key for a message.
func (c RecordChange) String() string { return strings.Join(c.Key, ", ") }
