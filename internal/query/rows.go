package query

import (
	"context"
	"fmt"
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// maxKeys bounds the rows that the conditions of one request along relations find:
// all of their keys are in memory at once.
const maxKeys = 100_000

// Rows returns what to ask of a table with the subject's columns: which rows,
// and, unless they are to be grouped, which page of them. This looks up the rows
// that conditions along relations are about; the error is that of ctx, or says
// that the request's cursor is not of this table.
func (q Query) Rows(ctx context.Context, t *table.Table) (table.Query, error) {
	out := table.Query{Search: q.search}
	var err error
	left := maxKeys
	if out.Filters, err = filters(ctx, q.conditions, &left); err != nil {
		return out, err
	}
	for _, group := range q.orGroups {
		var alternatives [][]table.Filter
		for _, alternative := range group {
			f, err := filters(ctx, alternative, &left)
			if err != nil {
				return out, err
			}
			alternatives = append(alternatives, f)
		}
		out.Or = append(out.Or, alternatives)
	}
	if q.Group != nil {
		return out, nil
	}
	return q.paged(out, t)
}

// Groups returns which page to ask of the table that the groups make.
func (q Query) Groups(t *table.Table) (table.Query, error) { return q.paged(table.Query{}, t) }

func (q Query) paged(out table.Query, t *table.Table) (table.Query, error) {
	out.Sort, out.Offset, out.Limit = q.sort, q.Offset, q.Limit
	if q.after == nil {
		return out, nil
	}
	if q.after.Row >= t.Len() {
		return out, wrongCursor(foreignCursor())
	}
	out.After = &q.after.Row
	return out, nil
}

// filters returns conditions as filters of the subject's own columns.
func filters(ctx context.Context, conditions []condition, left *int) ([]table.Filter, error) {
	var list []table.Filter
	for _, c := range conditions {
		f := c.filter
		for _, r := range slices.Backward(c.via) {
			var err error
			if f, err = r.referring(ctx, f, left); err != nil {
				return nil, err
			}
		}
		list = append(list, f)
	}
	return list, nil
}

// referring converts a filter of the rows referred to to one of the rows that
// refer: those of which the column has one of their keys. Nothing has one of no
// keys.
func (r Relation) referring(ctx context.Context, f table.Filter, left *int) (table.Filter, error) {
	t := r.Target.Table
	rows, err := t.Select(ctx, table.Query{Filters: []table.Filter{f}})
	if err != nil {
		return f, err
	}
	if *left -= rows.Count; *left < 0 {
		return f, fault.New(fault.TooLarge,
			lang.T(fmt.Sprintf("参照先についての条件を満たす行が多すぎます（全体で%d行まで）", maxKeys), fmt.Sprintf("too many rows satisfy the conditions on related records (at most %d in total)", maxKeys)),
			lang.T("関連「"+r.Name+"」の条件を絞るか、先に "+r.Target.ID+" を検索してください", "narrow the conditions on "+r.Name+", or query "+r.Target.ID+" first"))
	}
	out := table.Filter{Column: r.Column, Op: table.In}
	for _, row := range rows.Index {
		if v, ok := r.key(string(t.AppendIdentity(nil, r.TargetColumn, row))); ok {
			out.Values = append(out.Values, v)
		}
	}
	return out, nil
}

// key reads what the rows that refer say of a row referred to, from its identity.
func (r Relation) key(text string) (dataset.Value, bool) {
	if text == "" {
		return dataset.Value{}, false
	}
	if r.kind.Definition().Text {
		return dataset.Value{Text: text}, true
	}
	v, wrong := r.kind.Parse(text)
	return v, wrong == lang.Text{}
}
