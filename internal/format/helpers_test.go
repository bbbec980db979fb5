package format_test

import (
	"bytes"
	"testing"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// written writes some rows and columns of a table in a format.
func written(t *testing.T, f format.Format, rows table.Rows, columns []int, layout format.Layout) []byte {
	t.Helper()
	return shaped(t, f, format.Only(rows.Table, columns), rows.Index, layout)
}

// shaped writes some rows of a shape in a format.
func shaped(t *testing.T, f format.Format, shape format.Shape, rows []int, layout format.Layout) []byte {
	t.Helper()
	out, err := f.Append(t.Context(), nil, format.Subject{Shape: shape, Layout: layout}, rows)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// file is a whole table as a file.
func file(t *testing.T, f format.Format, s format.Subject) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(t.Context(), &b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
