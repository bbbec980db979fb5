package release

import (
	"slices"

	"hachinohe.example/opendata/dataset"
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
// Attribute has found it.
type Change struct {
	Dataset    string
	Kind       ChangeKind // of the dataset itself; Changed if it is in both
	Columns    []ColumnChange
	Properties []PropertyChange
	Records    Records
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

// Diff lists what differs between two releases, dataset by dataset in the order
// of the newer one, removed ones last. Datasets without a difference are left
// out; from may be nil, for a first release.
func Diff(from, to *Release) []Change {
	var changes []Change
	for i := range to.Sets {
		s := &to.Sets[i]
		if before, ok := from.find(s.ID); ok {
			changes = append(changes, changed(before, s)...)
		} else if !from.withdrew(s.ID) {
			changes = append(changes, Change{Dataset: s.ID, Kind: Added, Records: recordsOf(s)})
		}
	}
	if from == nil {
		return changes
	}
	for i := range from.Sets {
		if _, ok := to.find(from.Sets[i].ID); !ok && !to.withdrew(from.Sets[i].ID) {
			changes = append(changes, Change{Dataset: from.Sets[i].ID, Kind: Removed, Records: without(&from.Sets[i])})
		}
	}
	return changes
}

// changed is what differs between two states of a dataset, if anything does: two
// schemas may say the same in other words.
func changed(from, to *Set) []Change {
	sameRows := from.CSVFile.SHA256 == to.CSVFile.SHA256
	if sameRows && from.SchemaFile.SHA256 == to.SchemaFile.SHA256 {
		return nil
	}
	c := Change{
		Dataset: to.ID, Kind: Changed,
		Columns: diffColumns(from.Schema, to.Schema), Properties: diffProperties(from, to), Records: diffRecords(from, to),
	}
	if sameRows && len(c.Columns)+len(c.Properties)+c.Records.Len() == 0 {
		return nil
	}
	return []Change{c}
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
	return slices.Equal(a.Codes, b.Codes) && slices.Equal(a.Categories, b.Categories) && a.Name == b.Name && a.Title == b.Title && a.Meaning == b.Meaning &&
		a.Type == b.Type && a.Unit == b.Unit && a.Rules == b.Rules && a.Constant == b.Constant
}
