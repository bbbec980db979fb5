package format

import (
	"context"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

// JSON is rows as objects, one a line: a file is the array of them; an answer
// holds them as the results of an object that begins with their metadata.
func JSON() Format {
	return Format{
		Name:        "json",
		ContentType: "application/json; charset=utf-8",
		Title:       lang.T("JSON", "JSON"),
		Carries:     Lists | Groups | OneRelated | ManyRelated | Items | Files | Differences,
		Envelope:    true,
		Profiles:    []Profile{{Title: lang.T("JSON", "JSON")}},
		New: func(s Subject) (Writer, error) {
			return &array{objects: NewObjects(s.Shape), most: s.most()}, nil
		},
	}
}

// array writes the array of a file.
type array struct {
	objects *Objects
	most    int // bytes of a row
	begun   bool
}

// Begin implements Writer.
func (a *array) Begin(dst []byte, _ int) ([]byte, error) { return append(dst, '['), nil }

// Rows implements Writer.
func (a *array) Rows(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
	for _, row := range rows {
		if a.begun {
			dst = append(dst, ',')
		}
		a.begun = true
		dst = append(dst, '\n')
		var err error
		if dst, err = a.objects.AppendWithin(ctx, dst, row, within(dst, a.most)); err != nil {
			return dst, err
		}
	}
	return dst, ctx.Err()
}

// End implements Writer.
func (a *array) End(dst []byte) ([]byte, error) { return append(dst, "\n]\n"...), nil }

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
