package format_test

import (
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

func TestTSV(t *testing.T) {
	for _, test := range []struct {
		name    string
		columns []int
		layout  format.Layout
		want    string
	}{
		{
			"nothing is quoted",
			[]int{0, 1, 2, 3, 4, 5, 6},
			format.Layout{},
			"id\tname\tarea\topen\tsince\tmonth\ttags\n" +
				"1\t中央\"公園\", <b>\\\t10.0\ttrue\t1990-04-01\t2026-05\t遊具;噴水\n" +
				"2\t\t\t\t\t\t\n" +
				"3\t\U0001f333\t-0.50\tfalse\t0001-01-01\t0001-01\tx\n",
		},
		{
			"as files have it, and no byte order mark even if the layout asks for one",
			[]int{0, 2},
			format.Layout{BOM: true, Japanese: true, Constant: true},
			"市\t番号, 通し\t面積\n八戸市\t1\t10.0\n八戸市\t2\t\n八戸市\t3\t-0.50\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := string(written(t, format.TSV(), parks(t).All(), test.columns, test.layout)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// cellsOf writes one row of cells that stand in no table.
func cellsOf(t *testing.T, f format.Format, cells ...string) []byte {
	t.Helper()
	var schema dataset.Schema
	for i := range cells {
		name := string(rune('a' + i))
		schema.Columns = append(schema.Columns, dataset.Column{Name: name, Title: lang.T(name, name), Type: dataset.String})
	}
	nothing, err := table.FromRows(schema, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := f.New(format.Subject{Shape: format.Whole(nothing)})
	if err != nil {
		t.Fatal(err)
	}
	rows, ok := w.(format.CellWriter)
	if !ok {
		t.Fatalf("%s writes no cells", f.Name)
	}
	out, err := rows.Begin(nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	if out, err = rows.Cells(out, cells); err != nil {
		t.Fatal(err)
	}
	if out, err = rows.End(out); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTabsAndBreaksBecomeASpace(t *testing.T) {
	got := string(cellsOf(t, format.TSV(), "a\tb", "c\r\n\td\n", "\n", "e"))
	if want := "a\tb\tc\td\na b\tc d \t \te\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzTSV holds cells of any text to one line and their number.
func FuzzTSV(f *testing.F) {
	f.Add("a", "b")
	f.Add("\t", "\r\n")
	f.Add("\"", "\U0001f333")
	f.Fuzz(func(t *testing.T, a, b string) {
		rows := readTSV(t, cellsOf(t, format.TSV(), a, b), nil)
		if len(rows) != 2 || len(rows[1]) != 2 {
			t.Fatalf("%q and %q became %q", a, b, rows)
		}
		for i, cell := range []string{a, b} {
			if !strings.ContainsAny(cell, "\t\r\n") && rows[1][i] != cell {
				t.Errorf("%q became %q", cell, rows[1][i])
			}
		}
	})
}
