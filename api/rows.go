package api

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// maxAnswer bounds the rows of one answer in JSON, in bytes, and in bulk each row
// with what it refers to: few rows can hold much text, and expand to very much.
const maxAnswer = 16 << 20

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
func find(ctx context.Context, set *release.Set, q recordsQuery) (found, error) {
	where, err := q.Rows(ctx, set.Table)
	if err != nil {
		return found{}, err
	}
	where.Filters = append(where.Filters, q.also...)
	f := found{table: set.Table, where: where, page: where}
	if q.Group != nil {
		if f.table, err = set.Table.Group(ctx, where, *q.Group); err != nil {
			return f, groupFault(q, err)
		}
		if f.page, err = q.Groups(f.table); err != nil {
			return f, err
		}
	}
	f.shape = format.Only(f.table, q.Fields)
	f.shape.Related, err = related(ctx, f.table, q.Expand)
	return f, err
}

// rows looks for the rows of the page, and whether more follow. It asks for one
// more than the page has to know.
func (f found) rows(ctx context.Context) (rows table.Rows, more bool, err error) {
	page := f.page
	if page.Limit > 0 {
		page.Limit++
	}
	if rows, err = f.table.Select(ctx, page); err != nil {
		return rows, false, err
	}
	if more = f.page.Limit > 0 && len(rows.Index) > f.page.Limit; more {
		rows.Index = rows.Index[:f.page.Limit]
	}
	return rows, more, nil
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

// groupFault says what is wrong with a grouping that cannot be made.
func groupFault(q recordsQuery, err error) error {
	_, distinct := q.Given["distinct"]
	switch {
	case distinct && errors.Is(err, table.ErrTooManyGroups):
		return fault.New(fault.TooLarge,
			lang.T(fmt.Sprintf("distinct の値が多すぎます（%dまで）", table.MaxGroups), fmt.Sprintf("too many distinct values (at most %d)", table.MaxGroups)),
			lang.T("条件を加えるか、distinct の代わりに fields を使い、format=csv か format=ndjson で全件を取得してください",
				"add conditions, or request all rows with fields instead of distinct and format=csv or format=ndjson")).Because(err)
	case errors.Is(err, table.ErrTooManyGroups):
		return fault.New(fault.TooLarge,
			lang.T(fmt.Sprintf("グループが多すぎます（%dまで）", table.MaxGroups), fmt.Sprintf("too many groups (at most %d)", table.MaxGroups)),
			lang.T("条件を加えるか、group_by の列を減らしてください", "add conditions, or group by fewer columns")).Because(err)
	case errors.Is(err, table.ErrTooLarge):
		return fault.New(fault.TooLarge, lang.T("合計が18桁を超えます", "a sum has more than 18 digits"),
			lang.T("条件を加えるか、group_by の列を増やしてください", "add conditions, or group by more columns")).Because(err)
	}
	return err
}

// listing is the rows that a request asks for and where they are listed.
type listing struct {
	*view
	path  string // for links to other pages
	about subject
	q     recordsQuery
	rows  func(context.Context) (*release.Set, error)
}

// rowsAnswer answers a parsed request for rows. path is where the rows are
// listed, for links to other pages.
func (v *view) rowsAnswer(path string, set *release.Set, q recordsQuery) delivery.Response {
	return v.rowsAnswerOf(path, set, q, func(context.Context) (*release.Set, error) { return set, nil }, nil)
}

// rowsAnswerOf is rowsAnswer for rows that are made when the response is, which
// before may prepare.
func (v *view) rowsAnswerOf(path string, set *release.Set, q recordsQuery, rows func(context.Context) (*release.Set, error), before func() error) delivery.Response {
	l := listing{v, path, v.subjectOf(set, path, q.format), q, rows}
	key := path + q.format.Suffix() + "?" + canonical(q.given) + q.keySuffix
	head := delivery.Head{
		ContentType: q.format.ContentType, ByAccept: true,
		Links: append(v.recordLinks(set), v.citeAs(l.about.path, q.given)...),
	}
	work := delivery.Work{Query: true, Before: before, Rows: func(ctx context.Context) int { return q.Reach(ctx, set.Table) }}
	if q.format.Envelope {
		return &delivery.Page{Head: head, Work: work, Key: key, Make: l.json}
	}
	count := set.Table.Len()
	if q.Limit > 0 {
		count = min(count, q.Limit)
	}
	stream := &delivery.Stream{Head: head, Work: work, Key: key, Write: l.bulk, Memory: q.holds(set.Table.Len())}
	return represent(q.format, stream, count*len(q.Fields))
}

// json writes a page of rows in an envelope.
func (l listing) json(ctx context.Context) (*delivery.Body, error) {
	set, err := l.rows(ctx)
	if err != nil {
		return nil, err
	}
	f, err := find(ctx, set, l.q)
	if err != nil {
		return nil, err
	}
	rows, more, err := f.rows(ctx)
	if err != nil {
		return nil, err
	}
	m := l.metadata(l.about, l.q.given, rows.Count)
	m.ResultSet.Offset, m.ResultSet.Limit, m.ResultSet.Next = &l.q.Offset, &l.q.Limit, l.next(l.q, rows, more)
	if _, walking := l.q.given["cursor"]; walking {
		m.ResultSet.Offset = nil
	}
	body, err := opened(m)
	if err != nil {
		return nil, err
	}
	if body, err = appendRows(ctx, body, rows, f.shape); err != nil {
		return nil, err
	}
	if body, err = f.appendFacets(ctx, body, l.q); err != nil {
		return nil, err
	}
	if body, err = f.appendHighlights(body, rows, l.q); err != nil {
		return nil, err
	}
	p := closed(body)
	p.Links = l.pageLinks(l.path, l.q, rows, more)
	return p, nil
}

// appendRows writes rows as an array behind the metadata, within bounds.
func appendRows(ctx context.Context, out []byte, rows table.Rows, shape format.Shape) ([]byte, error) {
	o := format.NewObjects(shape)
	out = append(out, '[')
	head := len(out)
	for i, row := range rows.Index {
		if i == 1 { // the other rows are about as long as the first
			out = slices.Grow(out, min((len(out)-head)*len(rows.Index)*9/8, maxAnswer)) //nolint:mnd // an eighth more
		}
		if i > 0 {
			out = append(out, ',')
		}
		var err error
		out, err = o.AppendWithin(ctx, append(out, '\n'), row, maxAnswer)
		switch {
		case errors.Is(err, format.ErrTooLong), len(out) > maxAnswer:
			return nil, tooLarge(i == 0, len(shape.Related) > 0)
		case err != nil:
			return nil, err
		}
	}
	return append(out, '\n', ']'), nil
}

// tooLarge is the refusal of rows in JSON of which the first one is too large
// already, or which are so together. The advice is what makes them smaller: of
// one row no limit does, and what is expanded stays whatever the fields are.
func tooLarge(first, expanded bool) error {
	switch {
	case first && expanded:
		return errRowTooLarge()
	case first:
		return answerTooLarge(lang.T("fields で列を選ぶか、format=ndjson で取得してください", "request fewer columns (fields), or the row with format=ndjson"))
	case expanded:
		return answerTooLarge(lang.T("limit を小さくするか、expand の関連を減らすか浅くするか、format=ndjson で全件を取得してください", "request fewer rows (limit), fewer or shallower relations (expand), or everything with format=ndjson"))
	}
	return errTooLarge()
}

func errTooLarge() error {
	return answerTooLarge(lang.T("limit を小さくするか、fields で列を選ぶか、format=ndjson で全件を取得してください", "request fewer rows (limit) or columns (fields), or everything with format=ndjson"))
}

func answerTooLarge(fix lang.Text) error {
	return fault.New(fault.TooLarge, lang.T(fmt.Sprintf("応答が大きすぎます（上限 %d MB）", maxAnswer>>20), fmt.Sprintf("the response is too large (at most %d MB)", maxAnswer>>20)), fix)
}

// errRowTooLarge is the refusal of one row for the rows that it refers to.
func errRowTooLarge() error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("expand で取り込む行が多すぎて、1行が大きすぎます（上限 %d MB）", maxAnswer>>20), fmt.Sprintf("one row is too large with the rows that expand puts into it (at most %d MB)", maxAnswer>>20)),
		lang.T("expand の関連を減らすか浅くするか、参照先のデータセットを条件を付けて別に取得してください", "use fewer or shallower relations in expand, or query the datasets that they refer to separately"))
}
