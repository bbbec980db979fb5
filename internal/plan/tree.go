package plan

import (
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Branch is a list of rows inside the object of a parent: those that name the
// parent in a column, and have the mark that is wanted.
type Branch struct {
	Name    string // of the list
	Dataset string
	Below   []Branch

	parent string   // the column that names the parent; empty: the rows belong to the plan
	marked marked   // which marks
	only   []string // columns that are shown, where the release has them; nil: all
}

// marked is which rows of a branch are wanted, by the mark of an initiative.
type marked int

const (
	whatever    marked = iota
	numbered           // all that stand in the plan with a number
	dropped            // those of the first plan that were dropped
	markDropped = "dropped"
)

// Branches is the shape of the plan: goal → policy → initiatives, what is
// relisted there, and beside it the visions and the dropped initiatives.
func Branches() []Branch {
	return []Branch{
		{Name: "visions", Dataset: visions, parent: planID},
		{Name: "goals", Dataset: goals, parent: planID, Below: []Branch{
			{Name: "policies", Dataset: policies, parent: goalID, Below: []Branch{
				{Name: "initiatives", Dataset: initiatives, parent: policyID, marked: numbered},
				{Name: "relisted", Dataset: initiatives, parent: relistedPolicyIDs, marked: numbered, only: []string{id, number, title, policyID}},
			}},
		}},
		{Name: "dropped", Dataset: initiatives, marked: dropped},
	}
}

// Root is the dataset of plans, of which the tree shows the newest.
const Root = plans

// Tree is the newest plan of a release with everything below it.
type Tree struct {
	Set   *release.Set // of the plans
	Row   int          // of the newest
	Shape encode.Shape // of its object
}

// NewTree makes the tree of a release ready. A release that lacks what the tree is
// made of, or of which the law took some away, has none: a tree without it would
// look as if there had never been more.
func NewTree(rel *release.Release) (Tree, error) {
	set, err := find(rel, plans)
	if err != nil {
		return Tree{}, err
	}
	row := set.Table.Len() - 1 // the newest plan stands last
	if row < 0 {
		return Tree{}, fault.NotFoundNear(lang.T("計画がありません", "no plan"), plans, []string{"/api/v1/datasets/" + plans})
	}
	shape, err := shapeOf(rel, set, Branches())
	return Tree{set, row, shape}, err
}

// shapeOf is a row with its branches inside.
func shapeOf(rel *release.Release, set *release.Set, branches []Branch) (encode.Shape, error) {
	shape := encode.Whole(set.Table)
	ids, err := column(set, id)
	if err != nil {
		return shape, err
	}
	for _, b := range branches {
		child, err := find(rel, b.Dataset)
		if err != nil {
			return shape, err
		}
		inside := encode.Related{Name: b.Name, Many: true}
		if inside.Shape, err = shapeOf(rel, child, b.Below); err != nil {
			return shape, err
		}
		if b.only != nil {
			inside.Shape.Columns = columnsNamed(child.Table, b.only)
		}
		rows, err := b.rows(child)
		if err != nil {
			return shape, err
		}
		inside.Rows = func(row int) []int { return rows(set.Table.Text(ids, row)) }
		shape.Related = append(shape.Related, inside)
	}
	return shape, nil
}

// rows returns which rows of a branch belong to a parent.
func (b Branch) rows(set *release.Set) (func(parent string) []int, error) {
	wanted, err := b.wanted(set)
	if err != nil {
		return nil, err
	}
	parents := -1
	if b.parent != "" {
		if parents, err = column(set, b.parent); err != nil {
			return nil, err
		}
	}
	of := make(map[string][]int)
	for row := range set.Table.Len() {
		if !wanted(row) {
			continue
		}
		if parents < 0 {
			of[""] = append(of[""], row)
			continue
		}
		for parent := range strings.SplitSeq(set.Table.Text(parents, row), dataset.ListSeparator) {
			of[parent] = append(of[parent], row)
		}
	}
	if parents < 0 {
		return func(string) []int { return of[""] }, nil
	}
	return func(parent string) []int { return of[parent] }, nil
}

// wanted says which rows of a dataset the branch is about.
func (b Branch) wanted(set *release.Set) (func(row int) bool, error) {
	if b.marked == whatever {
		return func(int) bool { return true }, nil
	}
	marks, err := column(set, mark)
	if err != nil {
		return nil, err
	}
	return func(row int) bool { return (set.Table.Text(marks, row) == markDropped) == (b.marked == dropped) }, nil
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
