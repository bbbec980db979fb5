package plan

import (
	"errors"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// branch is a list of rows inside the object of a parent: those that name the
// parent in a column, and have the mark that is wanted.
type branch struct {
	name    string // of the list
	dataset string
	below   []branch

	parent string   // the column that names the parent; empty: the rows belong to the plan
	marked marked   // which marks
	only   []string // columns that are shown, where the release has them; nil: all
	// optional branches are left out where the release does not have what they are
	// made of. Without one of the others there is no tree: it would look as if the
	// plan had nothing there.
	optional bool
}

// marked is which rows of a branch are wanted, by the mark of an initiative.
type marked int

const (
	whatever    marked = iota
	numbered           // all that stand in the plan with a number
	dropped            // those of the first plan that were dropped
	markDropped = "dropped"
)

// branches is the shape of the plan: goal → policy → initiatives, what is
// relisted there, and next to it the visions and the dropped initiatives.
func branches() []branch {
	return []branch{
		{name: "visions", dataset: visions, parent: planID, optional: true},
		{name: "goals", dataset: goals, parent: planID, below: []branch{
			{name: "policies", dataset: policies, parent: goalID, below: []branch{
				{name: "initiatives", dataset: initiatives, parent: policyID, marked: numbered},
				{name: "relisted", dataset: initiatives, parent: relistedPolicyIDs, marked: numbered, only: []string{id, number, title, policyID}, optional: true},
			}},
		}},
		{name: "dropped", dataset: initiatives, marked: dropped},
	}
}

// Root is the dataset of plans, of which the tree shows the newest.
const Root = plans

// Tree is the plan of a release with everything below it.
type Tree struct {
	Set      *release.Set // of the plans
	Branches []Branch
}

// Branch is a list of rows inside the object of a parent, as a release has it.
type Branch struct {
	Name  string
	Set   *release.Set
	Below []Branch

	columns []int // that are shown
	ids     int   // column of the parent that the rows name
	parent  int   // column that names it, -1: the rows belong to the plan
	marks   int   // column of the mark, -1: any is wanted
	marked  marked
}

// NewTree looks the tree up in a release. A release that lacks what the tree is
// made of, or of which the law took some away, has none.
func NewTree(rel *release.Release) (Tree, error) {
	set, err := find(rel, plans)
	if err != nil {
		return Tree{}, err
	}
	list, err := resolve(rel, set, branches())
	return Tree{set, list}, err
}

// Newest returns the row of the newest plan.
func (t Tree) Newest() (row int, err error) {
	if row = t.Set.Table.Len() - 1; row < 0 { // it stands last
		return 0, fault.NotFoundNear(lang.T("計画がありません", "no plan"), plans, []string{"/api/v1/datasets/" + plans})
	}
	return row, nil
}

// Shape is the object of a plan with everything below it.
func (t Tree) Shape() format.Shape {
	shape := format.Whole(t.Set.Table)
	shape.Related = related(t.Set, t.Branches)
	return shape
}

// branch is the branch with a name, of those that every tree has.
func (t Tree) branch(name string) Branch {
	i := slices.IndexFunc(t.Branches, func(b Branch) bool { return b.Name == name })
	return t.Branches[i]
}

// parents are the parents of the rows of a branch, by their ids.
func (b Branch) parents() map[string]string {
	of := make(map[string]string)
	for parent, rows := range b.byParent() {
		for _, row := range rows {
			of[cell(b.Set, id, row)] = parent
		}
	}
	return of
}

// resolve looks branches up in a release. An optional one is left out if the
// release never had it, but not if the law took it away.
func resolve(rel *release.Release, parent *release.Set, branches []branch) ([]Branch, error) {
	var list []Branch
	for _, b := range branches {
		resolved, err := b.resolve(rel, parent)
		switch {
		case err == nil:
			list = append(list, resolved)
		case !b.optional || !errors.Is(err, errAbsent):
			return nil, err
		}
	}
	return list, nil
}

func (b branch) resolve(rel *release.Release, parent *release.Set) (out Branch, err error) {
	out = Branch{Name: b.name, parent: -1, marks: -1, marked: b.marked}
	if out.Set, err = find(rel, b.dataset); err != nil {
		return out, err
	}
	if b.parent != "" {
		if out.ids, err = column(parent, id); err != nil {
			return out, err
		}
		if out.parent, err = column(out.Set, b.parent); err != nil {
			return out, err
		}
	}
	if b.marked != whatever {
		if out.marks, err = column(out.Set, mark); err != nil {
			return out, err
		}
	}
	out.columns = out.Set.AllColumns()
	if b.only != nil {
		out.columns = columnsNamed(out.Set.Table, b.only)
	}
	out.Below, err = resolve(rel, out.Set, b.below)
	return out, err
}

// related says how the rows of branches are written inside those of a parent.
func related(parent *release.Set, branches []Branch) []format.Related {
	var list []format.Related
	for _, b := range branches {
		of := b.byParent()
		rows := func(row int) []int { return of[parent.Table.Text(b.ids, row)] }
		if b.parent < 0 {
			rows = func(int) []int { return of[""] }
		}
		shape := format.Only(b.Set.Table, b.columns)
		shape.Related = related(b.Set, b.Below)
		list = append(list, format.Related{Name: b.Name, Many: true, Shape: shape, Rows: rows})
	}
	return list
}

// byParent returns the rows of a branch by the parent that they name; all under
// no name where they belong to the plan.
func (b Branch) byParent() map[string][]int {
	of := make(map[string][]int)
	t := b.Set.Table
	for row := range t.Len() {
		if b.marks >= 0 && (t.Text(b.marks, row) == markDropped) != (b.marked == dropped) {
			continue
		}
		if b.parent < 0 {
			of[""] = append(of[""], row)
			continue
		}
		for parent := range strings.SplitSeq(t.Text(b.parent, row), dataset.ListSeparator) {
			of[parent] = append(of[parent], row)
		}
	}
	return of
}

// columnsNamed returns the columns with some names, as far as there are such.
func columnsNamed(t *table.Table, names []string) []int {
	columns := make([]int, 0, len(names))
	for _, name := range names {
		if i := t.Index(name); i >= 0 {
			columns = append(columns, i)
		}
	}
	return columns
}
