package results

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Page writes a page of rows in an envelope: the metadata that are asked for once
// the page is known, the rows, and what is counted and marked beside them.
func (r Request) Page(ctx context.Context, set *release.Set, metadata func(Page) any) (body []byte, page Page, err error) {
	f, err := r.find(ctx, set)
	if err != nil {
		return nil, page, err
	}
	rows, page, err := f.rows(ctx)
	if err != nil {
		return nil, page, err
	}
	if body, err = opened(metadata(page)); err != nil {
		return nil, page, err
	}
	if body, err = appendRows(ctx, body, rows, f.shape); err != nil {
		return nil, page, err
	}
	if body, err = f.appendFacets(ctx, body, r.Facets); err != nil {
		return nil, page, err
	}
	if r.Group == nil {
		if body, err = f.appendHighlights(body, rows); err != nil {
			return nil, page, err
		}
	}
	return closed(body), page, nil
}

// Item writes one row of a dataset with all its columns in an envelope.
func Item(ctx context.Context, set *release.Set, row int, metadata any) ([]byte, error) {
	body, err := opened(metadata)
	if err != nil {
		return nil, err
	}
	rows := table.Rows{Table: set.Table, Index: []int{row}, Count: 1}
	if body, err = appendRows(ctx, body, rows, format.Only(set.Table, set.AllColumns())); err != nil {
		return nil, err
	}
	return closed(body), nil
}

// Envelope puts metadata before results that are JSON already.
func Envelope(metadata any, results []byte) ([]byte, error) {
	body, err := opened(metadata)
	if err != nil {
		return nil, err
	}
	return closed(append(body, results...)), nil
}

// opened begins an envelope: metadata, behind which the results follow.
func opened(metadata any) ([]byte, error) {
	head, err := format.Marshal(metadata)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte(`{"metadata":`), head[:len(head)-1], []byte(`,"results":`)), nil
}

// closed ends it. The memory that was taken for rows which turned out to be
// shorter is given back: pages are kept, and counted by what is in them.
func closed(body []byte) []byte {
	const spare = 4 // parts of it
	body = append(body, '}', '\n')
	if cap(body) > len(body)+len(body)/spare {
		body = bytes.Clone(body)
	}
	return body
}

// appendMember writes a member of an object behind others.
func appendMember(dst []byte, name string, value any) ([]byte, error) {
	text, err := format.Marshal(value)
	if err != nil {
		return nil, err
	}
	if len(dst)+len(text) > MaxBytes {
		return nil, errTooLarge()
	}
	dst = append(append(append(dst, `,"`...), name...), `":`...)
	return append(dst, text[:len(text)-1]...), nil
}

// appendRows writes rows as an array behind the metadata, within bounds.
func appendRows(ctx context.Context, out []byte, rows table.Rows, shape format.Shape) ([]byte, error) {
	o := format.NewObjects(shape)
	out = append(out, '[')
	head := len(out)
	for i, row := range rows.Index {
		if i == 1 { // the other rows are about as long as the first
			out = slices.Grow(out, min((len(out)-head)*len(rows.Index)*9/8, MaxBytes)) //nolint:mnd // an eighth more
		}
		if i > 0 {
			out = append(out, ',')
		}
		var err error
		out, err = o.AppendWithin(ctx, append(out, '\n'), row, MaxBytes)
		switch {
		case errors.Is(err, format.ErrTooLong), len(out) > MaxBytes:
			return nil, tooLarge(i == 0, len(shape.Related) > 0)
		case err != nil:
			return nil, err
		}
	}
	return append(out, '\n', ']'), nil
}
