package api

import (
	"context"
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
func (v *view) plan(r *request) (*answer, error) {
	p := r.query()
	r.representation(p, formatJSON)
	if err := p.Done(); err != nil {
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
		return nil, notFoundNear(lang.T("計画がありません", "there is no plan"), "plans", []string{pathTo("datasets", "plans")})
	}
	about := subject{plans.Title, "plan", "plan", v1 + "plan", plans.Licence.Name}
	return &answer{media: mediaJSON, key: about.path, varies: true, links: v.citeAs(about.path, nil), body: func(ctx context.Context) (*payload, error) {
		tree, err := v.tree(ctx, plans, row, planBranches())
		if err != nil {
			return nil, err
		}
		return envelope(v.metadata(about, nil, 1), append(append([]byte{'['}, tree...), ']'))
	}}, nil
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
		if w, ok := v.release.Withdrawn[b.dataset]; ok {
			return gone(w)
		}
		if err := v.whole(b.below); err != nil {
			return err
		}
	}
	return nil
}

// tree writes a row as an object with its branches inside.
func (v *view) tree(ctx context.Context, set *release.Set, row int, branches []branch) ([]byte, error) {
	object := encode.AppendObject(nil, set.Table, set.AllColumns(), row)
	object = object[:len(object)-1]
	id := set.Table.Text(set.Table.Index("id"), row)
	for _, b := range branches {
		object = append(object, ',')
		object = append(encode.AppendString(object, b.name), ':')
		list, err := v.rowsOf(ctx, b, id)
		if err != nil {
			return nil, err
		}
		object = append(object, list...)
	}
	return append(object, '}'), nil
}

func (v *view) rowsOf(ctx context.Context, b branch, parent string) ([]byte, error) {
	set, ok := v.release.Set(b.dataset)
	if !ok {
		return []byte("[]"), nil
	}
	var query table.Query
	if b.parent != "" {
		query.Filters = []table.Filter{table.Equal(set.Table.Index(b.parent), parent)}
	}
	columns := set.AllColumns()
	if b.only != nil {
		columns = nil
		for _, name := range b.only {
			columns = append(columns, set.Table.Index(name))
		}
	}
	rows, err := set.Table.Select(ctx, query)
	if err != nil {
		return nil, err
	}
	list := []byte{'['}
	for _, row := range rows.Index {
		if b.where != nil && !b.where(set.Table, row) {
			continue
		}
		if len(list) > 1 {
			list = append(list, ',')
		}
		list = append(list, '\n')
		if b.below != nil {
			below, err := v.tree(ctx, set, row, b.below)
			if err != nil {
				return nil, err
			}
			list = append(list, below...)
			continue
		}
		list = encode.AppendObject(list, set.Table, columns, row)
	}
	return append(list, ']'), nil
}
