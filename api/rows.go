package api

import (
	"context"
	"errors"
	"fmt"
	"io"

	"hachinohe.example/opendata/internal/encode"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// maxAnswer bounds the rows of one answer in JSON, in bytes: few rows can hold
// much text.
const maxAnswer = 16 << 20

// found is the rows that a request asks for: those of the dataset, or of the
// groups it makes of them.
type found struct {
	table *table.Table
	where table.Query // in the dataset, for what is counted beside the rows
	page  table.Query // in table
	shape encode.Shape
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
			return f, groupFault(err)
		}
		if f.page, err = q.Groups(f.table); err != nil {
			return f, err
		}
	}
	f.shape = encode.Only(f.table, q.Fields)
	f.shape.Related = related(f.table, q.Expand)
	return f, nil
}

// related says how rows that are referred to are written inside those that
// refer.
func related(from *table.Table, relations []query.Relation) []encode.Related {
	var list []encode.Related
	for _, r := range relations {
		shape := encode.Whole(r.Target.Table)
		shape.Related = related(r.Target.Table, r.Below)
		list = append(list, encode.Related{
			Name: r.Name, Many: r.Many, Shape: shape,
			Rows: func(row int) []int { return r.Rows(from, row) },
		})
	}
	return list
}

// groupFault says what is wrong with a grouping that cannot be made.
func groupFault(err error) error {
	switch {
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

// rowsAnswer answers a parsed request for rows. path is where the rows are
// listed, for links to other pages.
func (v *view) rowsAnswer(path string, set *release.Set, q recordsQuery) *answer {
	return v.rowsAnswerOf(path, set, q, func(context.Context) (*release.Set, error) { return set, nil })
}

// rowsAnswerOf is rowsAnswer for rows that are made when the answer is.
func (v *view) rowsAnswerOf(path string, set *release.Set, q recordsQuery, rows func(context.Context) (*release.Set, error)) *answer {
	about := v.subjectOf(set, path, q.format)
	a := &answer{
		key: path + "." + q.format + "?" + canonical(q.given), varies: true, media: mediaTypes()[q.format],
		links: append(v.recordLinks(set), v.citeAs(about.path, q.given)...), costly: true,
	}
	switch {
	case q.format == formatJSON:
		a.body = func(ctx context.Context) (*payload, error) {
			set, err := rows(ctx)
			if err != nil {
				return nil, err
			}
			return v.jsonPage(ctx, path, about, set, q)
		}
	case q.Limit > 0:
		a.body = func(ctx context.Context) (*payload, error) {
			set, err := rows(ctx)
			if err != nil {
				return nil, err
			}
			return v.bulkPage(ctx, path, set, q)
		}
	default:
		a.stream = func(ctx context.Context, w io.Writer) error {
			set, err := rows(ctx)
			if err != nil {
				return err
			}
			return bulk(ctx, w, set, q)
		}
	}
	return a
}

// jsonPage writes a page of rows in an envelope.
func (v *view) jsonPage(ctx context.Context, path string, about subject, set *release.Set, q recordsQuery) (*payload, error) {
	f, err := find(ctx, set, q)
	if err != nil {
		return nil, err
	}
	rows, err := f.table.Select(ctx, f.page)
	if err != nil {
		return nil, err
	}
	results, err := rowsJSON(rows, f.shape)
	if err != nil {
		return nil, err
	}
	beside, err := f.beside(ctx, set, rows, q)
	if err != nil {
		return nil, err
	}
	m := v.metadata(about, q.given, rows.Count)
	m.ResultSet.Offset, m.ResultSet.Limit, m.ResultSet.Next = q.Offset, &q.Limit, v.next(q, rows)
	p, err := envelope(m, append(results, beside...))
	if err != nil {
		return nil, err
	}
	p.links = v.pageLinks(path, q, rows)
	return p, nil
}

// rowsJSON writes rows as an array, within bounds.
func rowsJSON(rows table.Rows, shape encode.Shape) ([]byte, error) {
	o := encode.NewObjects(shape)
	out := []byte{'['}
	for i := range rows.Index {
		if out = o.AppendRows(out, rows.Index[i:i+1], i > 0); len(out) > maxAnswer {
			return nil, fault.New(fault.TooLarge,
				lang.T(fmt.Sprintf("答えが大きすぎます（%d MB まで）", maxAnswer>>20), fmt.Sprintf("the answer is too large (at most %d MB)", maxAnswer>>20)),
				lang.T("limit を小さくするか、fields で列を選ぶか、format=ndjson で全件を得てください", "ask for fewer rows (limit) or columns (fields), or for everything with format=ndjson"))
		}
	}
	return append(out, '\n', ']'), nil
}

// bulkPage writes a page of rows as CSV or NDJSON.
func (v *view) bulkPage(ctx context.Context, path string, set *release.Set, q recordsQuery) (*payload, error) {
	f, err := find(ctx, set, q)
	if err != nil {
		return nil, err
	}
	rows, err := f.table.Select(ctx, f.page)
	if err != nil {
		return nil, err
	}
	w := newBulkWriter(f.shape, q)
	p := newPayload(w.rows(w.head(nil), rows.Index))
	p.links = v.pageLinks(path, q, rows)
	return p, nil
}

// bulk writes all rows as CSV or NDJSON, some at a time.
func bulk(ctx context.Context, out io.Writer, set *release.Set, q recordsQuery) error {
	f, err := find(ctx, set, q)
	if err != nil {
		return err
	}
	w := newBulkWriter(f.shape, q)
	held := w.head(nil)
	write := func(rows []int) error {
		held = w.rows(held, rows)
		_, err := out.Write(held)
		held = held[:0]
		return err
	}
	if f.page.Offset > 0 || f.page.After != nil {
		var rows table.Rows
		if rows, err = f.table.Select(ctx, f.page); err == nil {
			err = write(rows.Index)
		}
		return err
	}
	if err := f.table.Scan(ctx, f.page, write); err != nil {
		return err
	}
	return write(nil)
}

// bulkWriter writes rows without an envelope.
type bulkWriter struct {
	head func(dst []byte) []byte
	rows func(dst []byte, rows []int) []byte
}

func newBulkWriter(shape encode.Shape, q recordsQuery) bulkWriter {
	if q.format == formatNDJSON {
		o := encode.NewObjects(shape)
		return bulkWriter{func(dst []byte) []byte { return dst }, o.AppendLines}
	}
	c := encode.NewCSV(shape, q.layout)
	return bulkWriter{c.AppendHead, c.AppendRows}
}
