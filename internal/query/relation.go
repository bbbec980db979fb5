package query

import (
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Relation is a column whose cells refer to rows of a dataset.
type Relation struct {
	Name         string // as requests and answers call it
	Column       int    // data column that refers
	Many         bool   // a cell may refer to several rows: the column is a list
	Target       *release.Set
	TargetColumn int        // data column referred to
	Below        []Relation // what to follow from the rows referred to

	kind dataset.Type // of the column that refers
}

// LeadsToMany reports whether the relation, or one followed from it, is to several
// rows.
func (r Relation) LeadsToMany() bool {
	return r.Many || slices.ContainsFunc(r.Below, Relation.LeadsToMany)
}

// Rows returns the rows of the target that one row refers to, in the order of
// the list that refers. From is the table that the row is of.
func (r Relation) Rows(from *table.Table, row int) []int {
	cell := string(from.AppendIdentity(nil, r.Column, row))
	if !r.Many {
		return r.referred(cell)
	}
	var rows []int
	for item := range strings.SplitSeq(cell, dataset.ListSeparator) {
		rows = append(rows, r.referred(item)...)
	}
	return rows
}

// referred returns the rows of the target of which the column has an identity
// (dataset.Column.Identity).
func (r Relation) referred(identity string) []int {
	c := r.Target.Table.Column(r.TargetColumn)
	v, wrong := c.Parse(identity)
	if !wrong.Empty() || c.Identity(identity, v) != identity {
		return nil
	}
	return r.Target.Table.RowsWith(r.TargetColumn, v)
}

// Relations lists what the rows of a subject refer to, in the order of its
// references, without what the release does not have.
func Relations(s Subject) []Relation { return relations(s.Set, s.In) }

// relations lists what the rows of a dataset refer to, without what the release
// does not have.
func relations(set *release.Set, in *release.Release) []Relation {
	var list []Relation
	names := set.Schema.RelationNames()
	for i, ref := range set.Schema.References {
		target, ok := in.Set(ref.Dataset)
		if !ok || target.Table == nil {
			continue
		}
		r := Relation{Name: names[i], Column: set.Table.Index(ref.Column), Target: target, TargetColumn: target.Table.Index(ref.Target)}
		if r.Column < 0 || r.TargetColumn < 0 {
			continue
		}
		r.kind = set.Table.Column(r.Column).Type
		r.Many = r.kind.Definition().Items != nil
		list = append(list, r)
	}
	return list
}

// related returns the named relation of a dataset.
func related(set *release.Set, in *release.Release, name string) (Relation, bool) {
	list := relations(set, in)
	i := slices.IndexFunc(list, func(r Relation) bool { return r.Name == name })
	if i < 0 {
		return Relation{}, false
	}
	return list[i], true
}
