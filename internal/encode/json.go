package encode

import (
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/table"
)

// AppendJSON writes rows as a JSON array of objects, one row a line, to dst.
// Keys are the ASCII names of the given data columns, numbers are written with
// exactly their decimals, lists become arrays, missing is null, a missing list
// is the empty array.
func AppendJSON(dst []byte, rows table.Rows, columns []int) []byte {
	dst = append(dst, '[')
	for i, row := range rows.Index {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '\n')
		dst = AppendObject(dst, rows.Table, columns, row)
	}
	return append(dst, '\n', ']')
}

// AppendObject writes one row as a JSON object.
func AppendObject(dst []byte, t *table.Table, columns []int, row int) []byte {
	dst = append(dst, '{')
	for i, c := range columns {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendString(dst, t.Column(c).Name)
		dst = append(dst, ':')
		dst = appendValue(dst, t, c, row)
	}
	return append(dst, '}')
}

func appendValue(dst []byte, t *table.Table, column, row int) []byte {
	kind := t.Column(column).Type
	switch {
	case t.Missing(column, row) && kind == dataset.ListType:
		return append(dst, '[', ']')
	case t.Missing(column, row):
		return append(dst, "null"...)
	}
	switch kind {
	case dataset.Integer, dataset.Number, dataset.Boolean:
		return t.AppendText(dst, column, row)
	case dataset.ListType:
		dst = append(dst, '[')
		for i, item := range strings.Split(t.Value(column, row).Text, dataset.ListSeparator) {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendString(dst, item)
		}
		return append(dst, ']')
	case dataset.String:
		return AppendString(dst, t.Value(column, row).Text)
	case dataset.DateType, dataset.MonthType:
		return append(t.AppendText(append(dst, '"'), column, row), '"')
	}
	return append(dst, "null"...)
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
