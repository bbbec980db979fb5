package xlsx_test

import (
	"bytes"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/fixture/workbook"
	"hachinohe.example/opendata/internal/xlsx"
)

// book writes a workbook with one row of cells, and reads it.
func book(t *testing.T, headings []string, cells func(*xlsx.Writer), texts ...[]string) *workbook.Book {
	t.Helper()
	var b bytes.Buffer
	w, err := xlsx.New(&b, headings, "data", "about")
	if err != nil {
		t.Fatal(err)
	}
	begun := w.BeginRow()
	cells(w)
	if err := errors.Join(begun, w.EndRow(), w.EndRows(), w.Texts(texts), w.Close()); err != nil {
		t.Fatal(err)
	}
	read, err := workbook.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// What XML cannot hold or would change comes back as it was, where a cell can hold
// it at all.
func TestTextComesBack(t *testing.T) {
	for text, want := range map[string]string{
		" a  b ": " a  b ", "a\nb\tc": "a\nb\tc", "a\rb": "a\rb", "\x01": "\x01", "_x0001_": "_x0001_", "_x005F_x0001_": "_x005F_x0001_",
		"_x12_": "_x12_", "__xabcd_": "__xabcd_", "]]>": "]]>", `"'`: `"'`, "\ufffe": "\ufffe", "a\xffb": "a\ufffdb", "\U0001f333": "\U0001f333",
		"=1+1": "=1+1", "0012": "0012",
	} {
		read := book(t, []string{"a"}, func(w *xlsx.Writer) { w.Text(text) }, []string{"", text})
		for sheet, cell := range map[string]string{"data": "A2", "about": "B1"} {
			if got := read.Sheet(sheet).Cell(cell); got != (workbook.Cell{Kind: workbook.Text, Raw: want, Shown: want}) {
				t.Errorf("%q came back as %+v, want %q", text, got, want)
			}
		}
	}
}

func TestCellsHaveTypesAndPlaces(t *testing.T) {
	read := book(t, []string{"a", "b", "c", "d", "e"}, func(w *xlsx.Writer) {
		w.Number([]byte("-1.50"), 2)
		w.Empty()
		w.Boolean(true)
		w.Date(0)
		w.Number([]byte("100"), 0)
	})
	rows := read.Sheet("data").Shown()
	if len(rows) != 2 || !slices.Equal(rows[1], []string{"-1.50", "", "TRUE", "1970-01-01", "100"}) {
		t.Fatalf("shown as %q", rows)
	}
	if rows := read.Sheet("data").Raw(); !slices.Equal(rows[1], []string{"-1.5", "", "1", "25569", "100"}) {
		t.Errorf("stored as %q", rows)
	}
}

// Columns are lettered as in a worksheet.
func TestManyColumns(t *testing.T) {
	headings := make([]string, 800)
	for i := range headings {
		headings[i] = "c" + strconv.Itoa(i)
	}
	read := book(t, headings, func(w *xlsx.Writer) {
		for i := range headings {
			w.Number(strconv.AppendInt(nil, int64(i), 10), 0)
		}
	})
	if rows := read.Sheet("data").Shown(); !slices.Equal(rows[0], headings) || rows[1][799] != "799" {
		t.Errorf("got %q", rows)
	}
	if !slices.Equal(read.Names, []string{"'data'!$A$1:$ADT$2"}) {
		t.Errorf("the rows cannot be filtered: %q", read.Names)
	}
}

func TestAFullSheetRefusesRows(t *testing.T) {
	var b bytes.Buffer
	w, err := xlsx.New(&b, []string{"a"}, "data")
	if err != nil {
		t.Fatal(err)
	}
	for range xlsx.MaxRows - 1 {
		if err := errors.Join(w.BeginRow(), w.EndRow()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.BeginRow(); !errors.Is(err, xlsx.ErrTooManyRows) {
		t.Errorf("one more row: %v", err)
	}
}

func TestWhatCellsHold(t *testing.T) {
	for digits, want := range map[int64]bool{0: true, 999_999_999_999_999: true, -999_999_999_999_999: true, 1_000_000_000_000_000: false, -1_000_000_000_000_000: false, math.MinInt64: false} {
		if got := xlsx.HoldsNumber(digits); got != want {
			t.Errorf("HoldsNumber(%d) = %t", digits, got)
		}
	}
	for days, want := range map[int64]bool{-25508: true, -25509: false, 0: true} { // 1900-03-01, the day before
		if got := xlsx.HoldsDate(days); got != want {
			t.Errorf("HoldsDate(%d) = %t", days, got)
		}
	}
	tree, full := strings.Repeat("\U0001f333", 16383), strings.Repeat("木", 32767)
	for text, want := range map[string]bool{"": true, full: true, full + "x": false, tree + "x": true, tree + "\U0001f333": false} {
		if got := xlsx.HoldsText(text); got != want {
			t.Errorf("HoldsText of %d bytes = %t", len(text), got)
		}
	}
	read := book(t, nil, func(*xlsx.Writer) {}, []string{full + "x"})
	if got := read.Sheet("about").Cell("A1").Raw; got != full {
		t.Errorf("a text of a sheet of texts has %d bytes, want %d", len(got), len(full))
	}
}
