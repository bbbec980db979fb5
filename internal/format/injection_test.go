package format_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
	xlsx "hachinohe.example/opendata/internal/fixture/workbook"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// TestInjectionIsRefusedAtTheSource: no table can hold a text that a spreadsheet
// program would run, in any column that holds texts.
func TestInjectionIsRefusedAtTheSource(t *testing.T) {
	for _, kind := range []dataset.Type{dataset.String, dataset.ListType} {
		for _, cell := range []string{"=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1"} {
			schema := dataset.Schema{Columns: []dataset.Column{{Name: "a", Type: kind}}}
			if _, err := table.FromRows(schema, [][]string{{cell}}); err == nil {
				t.Errorf("%s holds %q", kind, cell)
			}
		}
	}
}

// TestInjectionEndsInText: whatever a text is, no cell of a workbook is a formula.
func TestInjectionEndsInText(t *testing.T) {
	for _, cell := range []string{"=1+1", "+1", "-1+1", "@A1", "=cmd|' /C calc'!A0"} {
		book := opened(t, cellsOf(t, format.XLSX(), cell))
		if got, want := book.Sheets[0].Cell("A2"), (xlsx.Cell{Kind: xlsx.Text, Raw: cell, Shown: cell}); got != want {
			t.Errorf("%q became %+v", cell, got)
		}
	}
}
