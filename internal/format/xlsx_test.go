package format_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	xlsx "hachinohe.example/opendata/internal/fixture/workbook"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/table"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// trees has codes, single and in lists, text that looks like numbers, formulas and
// escapes, numbers that a worksheet cannot hold, and a date before its calendar.
func trees(t *testing.T) *table.Table {
	t.Helper()
	kinds := []dataset.Code{{Value: "d", Label: lang.T("落葉樹", "Deciduous")}, {Value: "e", Label: lang.T("=常緑樹", "")}}
	schema := dataset.Schema{Columns: []dataset.Column{
		{Name: "city", Title: lang.T("市", "City"), Type: dataset.String, Constant: "八戸市"},
		{Name: "id", Title: lang.T("番号", "Number"), Meaning: lang.T("木の番号", "Number of the tree"), Type: dataset.String},
		{Name: "kind", Title: lang.T("種類", "Kind"), Type: dataset.String, Codes: kinds},
		{Name: "also", Title: lang.T("他", "Also"), Type: dataset.ListType, Codes: kinds},
		{Name: "height", Title: lang.T("樹高", "Height"), Type: dataset.Number, Unit: "m"},
		{Name: "count", Title: lang.T("数", "Count"), Type: dataset.Integer},
		{Name: "planted", Title: lang.T("植樹日", "Planted"), Type: dataset.DateType},
	}, Key: []string{"id"}, Order: []string{"id"}}
	read, err := table.FromRows(schema, [][]string{
		{"0012", "d", "e;d", "1.50", "7", "2026-04-01"},
		{"1/2", "e", "", "-3", "123456789012345", "1900-03-01"},
		{"_x0041_ <&>", "", "d", "123456789.123456789", "1234567890123456", "1899-12-31"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return read
}

func about() []format.Fact {
	return []format.Fact{{Name: lang.T("ライセンス", "Licence"), Value: "CC BY 4.0"}, {Name: lang.T("引用", "Citation"), Value: "=八戸市"}}
}

func workbook(t *testing.T, l format.Layout) []byte {
	t.Helper()
	return file(t, format.XLSX(), format.Subject{Shape: format.Whole(trees(t)), Layout: l, About: about})
}

func TestXLSXShowsTheRowsWithLabels(t *testing.T) {
	book := opened(t, workbook(t, format.Layout{Japanese: true, Constant: true}))
	want := [][]string{
		{"市", "番号", "種類", "種類（表示名）", "他", "他（表示名）", "樹高", "数", "植樹日"},
		{"八戸市", "0012", "d", "落葉樹", "e;d", "=常緑樹;落葉樹", "1.50", "7", "2026-04-01"},
		{"八戸市", "1/2", "e", "=常緑樹", "", "", "-3", "123456789012345", "1900-03-01"},
		{"八戸市", "_x0041_ <&>", "", "", "d", "落葉樹", "123456789.123456789", "1234567890123456", "1899-12-31"},
	}
	if got := book.Sheets[0].Shown(); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// What a worksheet would change is text; everything else has its type.
func TestXLSXCellsAreTyped(t *testing.T) {
	book := opened(t, workbook(t, format.Layout{}))
	const text, number = xlsx.Text, xlsx.Number
	for at, want := range map[string]xlsx.Kind{
		"A2": text, "C2": text, "F2": number, "G2": number, "H2": number,
		"F3": number, "G3": number, "H3": number,
		"F4": text, "G4": text, "H4": text,
	} {
		if got := book.Sheet("data").Cell(at).Kind; got != want {
			t.Errorf("%s is of kind %d, want %d", at, got, want)
		}
	}
}

func TestXLSXDescribesItself(t *testing.T) {
	book := opened(t, workbook(t, format.Layout{Constant: true}))
	if len(book.Sheets) != 3 || book.Sheets[0].Name != "data" || book.Sheets[1].Name != "columns" || book.Sheets[2].Name != "about" {
		t.Fatalf("the sheets are %+v", book.Sheets)
	}
	columns := book.Sheets[1].Shown()
	for _, want := range [][]string{
		{"name", "heading", "type", "unit", "meaning", "code", "label"},
		{"id", "Number", "string", "", "Number of the tree"},
		{"kind", "Kind", "string", "", "", "d", "Deciduous"},
		{"kind", "Kind", "string", "", "", "e", "=常緑樹"},
		{"height", "Height", "number", "m"},
	} {
		if !slices.ContainsFunc(columns, func(row []string) bool { return slices.Equal(row, want) }) {
			t.Errorf("no %q among\n%q", want, columns)
		}
	}
	if got, want := book.Sheets[2].Shown(), [][]string{{"Licence", "CC BY 4.0"}, {"Citation", "=八戸市"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("about: got %q, want %q", got, want)
	}
	if book.Sheets[0].Frozen != 1 {
		t.Errorf("the headings are not frozen: %d", book.Sheets[0].Frozen)
	}
	if !slices.Equal(book.Names, []string{"'data'!$A$1:$I$4"}) {
		t.Errorf("the rows cannot be filtered: %q", book.Names)
	}
}

// parts are the files inside of a workbook, in their order.
func parts(t *testing.T, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		if !f.Modified.IsZero() && f.Modified.Year() > 1980 {
			t.Errorf("%s has the time %v", f.Name, f.Modified)
		}
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString("-- " + f.Name + " --\n" + strings.ReplaceAll(string(content), "><", ">\n<") + "\n")
	}
	return all.String()
}

// TestXLSXIsGolden pins every byte inside of the file; how it is compressed is
// the compiler's.
func TestXLSXIsGolden(t *testing.T) {
	const golden = "testdata/trees.xlsx.txt"
	got := parts(t, workbook(t, format.Layout{Japanese: true, Constant: true}))
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the workbook differs from %s; if that is meant, run go test -update\n%s", golden, got)
	}
	for _, metadata := range []string{"creator", "xuri", "Excelize", "2006-"} {
		if strings.Contains(got, metadata) {
			t.Errorf("it says %s", metadata)
		}
	}
}

func TestEqualRowsAreEqualWorkbooks(t *testing.T) {
	once := workbook(t, format.Layout{Japanese: true})
	for range 20 {
		if !bytes.Equal(once, workbook(t, format.Layout{Japanese: true})) {
			t.Fatal("the same rows gave other bytes")
		}
	}
}

func TestXLSXOfNothing(t *testing.T) {
	read := trees(t)
	book := opened(t, written(t, format.XLSX(), table.Rows{Table: read}, []int{0}, format.Layout{}))
	if got := book.Sheets[0].Shown(); !reflect.DeepEqual(got, [][]string{{"id"}}) {
		t.Errorf("got %q", got)
	}
}

// What does not fit is refused before there is a workbook, or at the row that
// does not.
func TestXLSXRefusesWhatDoesNotFit(t *testing.T) {
	long, err := table.FromRows(dataset.Schema{Columns: []dataset.Column{{Name: "a", Type: dataset.String}}},
		[][]string{{strings.Repeat("\U0001f333", 16384)}})
	if err != nil {
		t.Fatal(err)
	}
	begin := func(count int) error {
		w, err := format.XLSX().New(format.Subject{Shape: format.Whole(trees(t))})
		if err == nil {
			_, err = w.Begin(nil, count)
		}
		return err
	}
	_, tooLong := format.XLSX().Append(t.Context(), nil, format.Subject{Shape: format.Whole(long)}, []int{0})
	for name, err := range map[string]error{
		"more rows than a worksheet has": begin(1 << 20),
		"a text longer than a cell":      tooLong,
	} {
		if fault.KindOf(err) != fault.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, count := range []int{-1, 0, 1<<20 - 1} {
		if err := begin(count); err != nil {
			t.Errorf("%d rows: %v", count, err)
		}
	}
}

func TestXLSXEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := format.XLSX().Append(ctx, nil, format.Subject{Shape: format.Whole(trees(t))}, []int{0})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
