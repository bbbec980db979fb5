package encode

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// Objects writes rows as JSON objects. Keys are ASCII names, numbers are written
// with exactly their decimals, lists become arrays, missing is null, a missing
// list is the empty array; what a row refers to is an object, or a list of them.
type Objects struct {
	table   *table.Table
	fields  []field
	related []relatedField
}

// field is a column with what stands before its value.
type field struct {
	before string // the name, with what separates it from the field before
	data   int
	kind   dataset.JSONType
}

type relatedField struct {
	Related
	before  string
	objects *Objects
}

// NewObjects returns a writer of rows of a shape.
func NewObjects(shape Shape) *Objects {
	o := &Objects{table: shape.Table}
	separator := "{"
	for _, i := range shape.Columns {
		c := shape.Table.Column(i)
		o.fields = append(o.fields, field{separator + string(AppendString(nil, c.Name)) + ":", i, c.Type.Definition().JSON})
		separator = ","
	}
	for _, r := range shape.Related {
		o.related = append(o.related, relatedField{r, separator + string(AppendString(nil, r.Name)) + ":", NewObjects(r.Shape)})
		separator = ","
	}
	return o
}

// ErrTooLong is that a row makes more bytes than it may.
var ErrTooLong = errors.New("the row is too long")

// Append writes one row, however long it is.
func (o *Objects) Append(dst []byte, row int) []byte {
	dst, _ = o.append(dst, row, func(int) error { return nil })
	return dst
}

// AppendWithin writes one row, but stops inside of it when ctx has ended, or with
// ErrTooLong when dst has more than so many bytes. It looks behind every object
// that the row refers to: few of them can refer to very many. What a row has of
// its own is no longer than in its table, and is written in one go.
func (o *Objects) AppendWithin(ctx context.Context, dst []byte, row, most int) ([]byte, error) {
	return o.append(dst, row, func(size int) error {
		if size > most {
			return ErrTooLong
		}
		return ctx.Err()
	})
}

// append writes a row and stops where check, which is given the size of dst
// behind every object inside of it, fails.
func (o *Objects) append(dst []byte, row int, check func(size int) error) ([]byte, error) {
	if len(o.fields)+len(o.related) == 0 {
		return append(dst, '{', '}'), nil
	}
	for i := range o.fields {
		dst = append(dst, o.fields[i].before...)
		dst = o.fields[i].append(dst, o.table, row)
	}
	for i := range o.related {
		var err error
		dst = append(dst, o.related[i].before...)
		if dst, err = o.related[i].append(dst, row, check); err != nil {
			return dst, err
		}
	}
	return append(dst, '}'), nil
}

// AppendRows writes rows as the lines of an array, a comma between each two;
// begun says that some were written before.
func (o *Objects) AppendRows(dst []byte, rows []int, begun bool) []byte {
	for _, row := range rows {
		if begun {
			dst = append(dst, ',')
		}
		begun = true
		dst = append(dst, '\n')
		dst = o.Append(dst, row)
	}
	return dst
}

// AppendLines writes rows as NDJSON, an object a line, nothing between them. It
// stops as AppendWithin does; each row may have so many bytes.
func (o *Objects) AppendLines(ctx context.Context, dst []byte, rows []int, most int) ([]byte, error) {
	for _, row := range rows {
		var err error
		if dst, err = o.AppendWithin(ctx, dst, row, len(dst)+most); err != nil {
			return dst, err
		}
		dst = append(dst, '\n')
	}
	return dst, nil
}

func (r *relatedField) append(dst []byte, row int, check func(size int) error) ([]byte, error) {
	rows := r.Rows(row)
	if !r.Many {
		if len(rows) == 0 {
			return append(dst, "null"...), nil
		}
		return r.object(dst, rows[0], check)
	}
	dst = append(dst, '[')
	for i, other := range rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = r.object(dst, other, check); err != nil {
			return dst, err
		}
	}
	return append(dst, ']'), nil
}

// object writes a row that is referred to.
func (r *relatedField) object(dst []byte, row int, check func(size int) error) ([]byte, error) {
	dst, err := r.objects.append(dst, row, check)
	if err != nil {
		return dst, err
	}
	return dst, check(len(dst))
}

func (f *field) append(dst []byte, t *table.Table, row int) []byte {
	start := len(dst)
	quoted := f.kind == dataset.JSONString
	if quoted {
		dst = append(dst, '"')
	}
	begin := len(dst)
	dst, plain := t.AppendPlain(dst, f.data, row)
	switch {
	case f.kind == dataset.JSONArray:
		return appendList(dst[:start], string(dst[begin:]))
	case len(dst) == begin:
		return append(dst[:start], "null"...)
	case !plain:
		return AppendString(dst[:start], string(dst[begin:]))
	case quoted:
		return append(dst, '"')
	}
	return dst
}

func appendList(dst []byte, cell string) []byte {
	dst = append(dst, '[')
	if cell != "" {
		for i, item := range strings.Split(cell, dataset.ListSeparator) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendString(dst, item)
		}
	}
	return append(dst, ']')
}

// AppendJSON writes rows as a JSON array of objects, one row a line, to dst,
// with the given data columns.
func AppendJSON(dst []byte, rows table.Rows, columns []int) []byte {
	o := NewObjects(Only(rows.Table, columns))
	return append(o.AppendRows(append(dst, '['), rows.Index, false), '\n', ']')
}

const hex = "0123456789abcdef"

// AppendString writes a JSON string. Bytes that are not UTF-8 become U+FFFD, as
// encoding/json writes them.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&0xf])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
