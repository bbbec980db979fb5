// Package results is how the rows of a dataset answer a query: the rows or groups
// themselves, the values that are counted and the words that are marked beside
// them, as a page behind metadata or as a stream of rows alone.
//
// It promises that a page has at most MaxBytes, that a stream holds no more
// memory than Request.Memory says beside a chunk, that both end with their
// context, that whatever is too large is refused with what to ask instead, and
// that of the highlights only mark elements are markup. It refuses HTTP, links and
// what metadata say, which are given to it. It builds on query, format and table;
// api uses it.
package results

import (
	"context"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Request is which rows of a dataset are wanted, and how they are written.
type Request struct {
	query.Query

	Also   []table.Filter // what else holds of the rows, whatever the query is
	Format format.Format
	Layout format.Layout
}

// Page says which part of all rows was found.
type Page struct {
	Count int  // of all rows
	More  bool // whether rows follow
	Last  int  // the last row of the page, of use if More: a cursor goes on behind it
}

// found is the rows that a request asks for: those of the dataset, or of the
// groups it makes of them.
type found struct {
	table *table.Table
	where table.Query // in the dataset, for what is counted beside the rows
	page  table.Query // in table
	shape format.Shape
}

// find makes a request for rows ready. Groups are made at once, rows are not
// looked for yet.
func (r Request) find(ctx context.Context, set *release.Set) (found, error) {
	where, err := r.Rows(ctx, set.Table)
	if err != nil {
		return found{}, err
	}
	where.Filters = append(where.Filters, r.Also...)
	f := found{table: set.Table, where: where, page: where}
	if r.Group != nil {
		if f.table, err = set.Table.Group(ctx, where, r.grouping()); err != nil {
			return f, groupFault(r.Query, err)
		}
		if f.page, err = r.Groups(f.table); err != nil {
			return f, err
		}
		if f.listed() > table.MaxGroups {
			return f, groupFault(r.Query, errTooManyListed)
		}
	}
	f.shape = format.Only(f.table, r.Fields)
	f.shape.Related, err = related(ctx, f.table, r.Expand)
	return f, err
}

// grouping is the groups that are asked for, within bounds.
func (r Request) grouping() table.Grouping {
	g := *r.Group
	g.Memory = groupMemory
	return g
}

// listed is how many rows the page may have.
func (f found) listed() int {
	rows := max(0, f.table.Len()-f.page.Offset)
	if f.page.Limit > 0 {
		rows = min(rows, f.page.Limit)
	}
	return rows
}

// rows looks for the rows of the page, and whether more follow. It asks for one
// more than the page has to know.
func (f found) rows(ctx context.Context) (rows table.Rows, page Page, err error) {
	wanted := f.page
	if wanted.Limit > 0 {
		wanted.Limit++
	}
	if rows, err = f.table.Select(ctx, wanted); err != nil {
		return rows, page, err
	}
	page = Page{Count: rows.Count, More: f.page.Limit > 0 && len(rows.Index) > f.page.Limit}
	if page.More {
		rows.Index = rows.Index[:f.page.Limit]
		page.Last = rows.Index[len(rows.Index)-1]
	}
	return rows, page, nil
}

// related says how rows that are referred to are written inside those that
// refer. What is needed to find them is made ready here, where the request can
// still be given up. The error is that of ctx.
func related(ctx context.Context, from *table.Table, relations []query.Relation) (list []format.Related, err error) {
	for _, r := range relations {
		if err := r.Target.Table.LookUp(ctx, r.TargetColumn); err != nil {
			return nil, err
		}
		shape := format.Whole(r.Target.Table)
		if shape.Related, err = related(ctx, r.Target.Table, r.Below); err != nil {
			return nil, err
		}
		list = append(list, format.Related{
			Name: r.Name, Many: r.Many, Shape: shape,
			Rows: func(row int) []int { return r.Rows(from, row) },
		})
	}
	return list, nil
}
