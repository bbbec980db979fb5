package api

import (
	"context"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// plan returns the whole plan as one tree.
//
//	@Summary		計画の全体
//	@Description	目指す姿、基本目標→施策→取組の木と、削除された取組。 / The visions, the tree goal → policy → initiatives, and beside it the dropped initiatives.
//	@Tags			plan
//	@Produce		application/problem+json
//	@Failure		400,406,410	{object}	Problem
//	@Produce		json
//	@Param			request	query	TimeParams	false	"release"
//	@Success		200	{object}	RecordsAnswer
//	@Router			/api/v1/plan [get]
func (v *view) plan(r *request) (delivery.Response, error) {
	if err := r.onlyJSON(); err != nil {
		return nil, err
	}
	plans, err := v.set("plans")
	if err != nil {
		return nil, err
	}
	if err := v.whole(planBranches()); err != nil {
		return nil, err
	}
	row := plans.Table.Len() - 1 // the newest plan stands last
	if row < 0 {
		return nil, notFoundNear(lang.T("計画がありません", "no plan"), "plans", []string{pathTo("datasets", "plans")})
	}
	about := subject{plans.Title, "plan", "plan", v1 + "plan", plans.Licence.Name}
	p := jsonPage(about.path, func(context.Context) (*delivery.Body, error) {
		tree := encode.NewObjects(v.shape(plans, planBranches())).Append([]byte{'['}, row)
		return envelope(v.metadata(about, nil, 1), append(tree, ']'))
	})
	p.Links = v.citeAs(about.path, nil)
	return p, nil
}

// branch is a list of rows inside a parent's object: those that name the parent
// in a column and satisfy the filter.
type branch struct {
	name, dataset, parent string
	where                 func(t *table.Table, row int) bool
	only                  []string // columns; all if empty
	below                 []branch
}

// planBranches is the shape of the plan: goal → policy → initiatives, what is
// relisted there, and the dropped initiatives beside.
func planBranches() []branch {
	numbered := func(t *table.Table, row int) bool { return t.Text(t.Index("mark"), row) != "dropped" }
	return []branch{
		{name: "visions", dataset: "visions", parent: "plan_id"},
		{name: "goals", dataset: "goals", parent: "plan_id", below: []branch{
			{name: "policies", dataset: "policies", parent: "goal_id", below: []branch{
				{name: "initiatives", dataset: "initiatives", parent: "policy_id", where: numbered},
				{name: "relisted", dataset: "initiatives", parent: "relisted_policy_ids", where: numbered, only: []string{"id", "number", "title", "policy_id"}},
			}},
		}},
		{name: "dropped", dataset: "initiatives", where: func(t *table.Table, row int) bool { return !numbered(t, row) }},
	}
}

// whole reports whether the law took away anything that the branches show: a
// tree without it would look as if there had never been more.
func (v *view) whole(branches []branch) error {
	for _, b := range branches {
		if w, ok := v.release.Withdrawn(b.dataset); ok {
			return gone(w)
		}
		if err := v.whole(b.below); err != nil {
			return err
		}
	}
	return nil
}

// shape is a row with its branches inside.
func (v *view) shape(set *release.Set, branches []branch) encode.Shape {
	shape, id := encode.Whole(set.Table), set.Table.Index("id")
	for _, b := range branches {
		inside := encode.Related{Name: b.name, Many: true, Rows: func(int) []int { return nil }}
		if child, ok := v.release.Set(b.dataset); ok {
			inside.Shape = v.shape(child, b.below)
			if b.only != nil {
				inside.Shape.Columns = columnsNamed(child.Table, b.only)
			}
			rows := b.rows(child.Table)
			inside.Rows = func(row int) []int { return rows(set.Table.Text(id, row)) }
		}
		shape.Related = append(shape.Related, inside)
	}
	return shape
}

// rows returns which rows of a branch belong to a parent.
func (b branch) rows(t *table.Table) func(parent string) []int {
	of := make(map[string][]int)
	for row := range t.Len() {
		if b.where != nil && !b.where(t, row) {
			continue
		}
		parents := ""
		if b.parent != "" {
			parents = t.Text(t.Index(b.parent), row)
		}
		for parent := range strings.SplitSeq(parents, dataset.ListSeparator) {
			of[parent] = append(of[parent], row)
		}
	}
	return func(parent string) []int {
		if b.parent == "" {
			return of[""]
		}
		return of[parent]
	}
}

func columnsNamed(t *table.Table, names []string) []int {
	columns := make([]int, 0, len(names))
	for _, name := range names {
		columns = append(columns, t.Index(name))
	}
	return columns
}
