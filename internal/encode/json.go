package encode

import (
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
	kind   dataset.Type
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
		o.fields = append(o.fields, field{separator + string(AppendString(nil, c.Name)) + ":", i, c.Type})
		separator = ","
	}
	for _, r := range shape.Related {
		o.related = append(o.related, relatedField{r, separator + string(AppendString(nil, r.Name)) + ":", NewObjects(r.Shape)})
		separator = ","
	}
	return o
}

// Append writes one row.
func (o *Objects) Append(dst []byte, row int) []byte {
	if len(o.fields)+len(o.related) == 0 {
		return append(dst, '{', '}')
	}
	for i := range o.fields {
		dst = append(dst, o.fields[i].before...)
		dst = o.fields[i].append(dst, o.table, row)
	}
	for i := range o.related {
		dst = append(dst, o.related[i].before...)
		dst = o.related[i].append(dst, row)
	}
	return append(dst, '}')
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

// AppendLines writes rows as NDJSON: an object a line, nothing between them.
func (o *Objects) AppendLines(dst []byte, rows []int) []byte {
	for _, row := range rows {
		dst = append(o.Append(dst, row), '\n')
	}
	return dst
}

func (r *relatedField) append(dst []byte, row int) []byte {
	rows := r.Rows(row)
	if !r.Many {
		if len(rows) == 0 {
			return append(dst, "null"...)
		}
		return r.objects.Append(dst, rows[0])
	}
	dst = append(dst, '[')
	for i, other := range rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = r.objects.Append(dst, other)
	}
	return append(dst, ']')
}

func (f *field) append(dst []byte, t *table.Table, row int) []byte {
	start := len(dst)
	if f.quoted() {
		dst = append(dst, '"')
	}
	begin := len(dst)
	dst, plain := t.AppendPlain(dst, f.data, row)
	switch {
	case f.kind == dataset.ListType:
		return appendList(dst[:start], string(dst[begin:]))
	case len(dst) == begin:
		return append(dst[:start], "null"...)
	case !plain:
		return AppendString(dst[:start], string(dst[begin:]))
	case f.quoted():
		return append(dst, '"')
	}
	return dst
}

// quoted reports whether values of the type are JSON strings.
func (f *field) quoted() bool {
	switch f.kind {
	case dataset.Integer, dataset.Number, dataset.Boolean, dataset.ListType:
		return false
	case dataset.String, dataset.DateType, dataset.MonthType:
	}
	return true // a type that comes later, too, unless it is written here
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
