package format_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math/rand/v2"
	"mime"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/table"
)

// reader reads the bytes of a format back, by a program that is not ours: the
// headings, and the cells in canonical notation.
type reader func(t *testing.T, data []byte, columns []dataset.Column) [][]string

// readers has one for each media type: a format cannot be registered with bytes
// that are not what it says.
func readers() map[string]reader {
	return map[string]reader{
		"application/json":          readJSON,
		"application/x-ndjson":      readNDJSON,
		"text/csv":                  readCSV,
		"text/tab-separated-values": readTSV,
		"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": readXLSX,
	}
}

func readCSV(t *testing.T, data []byte, _ []dataset.Column) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// readTSV reads as the registration of the media type says: nothing is quoted.
func readTSV(t *testing.T, data []byte, _ []dataset.Column) [][]string {
	t.Helper()
	text, ended := strings.CutSuffix(string(data), "\n")
	if !ended || strings.ContainsAny(text, "\r") {
		t.Fatalf("lines do not end in LF: %q", data)
	}
	var rows [][]string
	for line := range strings.SplitSeq(text, "\n") {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

func readJSON(t *testing.T, data []byte, columns []dataset.Column) [][]string {
	t.Helper()
	list, ok := decoded(t, data).([]any)
	if !ok {
		t.Fatalf("no array: %s", data)
	}
	return objectRows(t, list, columns)
}

func readNDJSON(t *testing.T, data []byte, columns []dataset.Column) [][]string {
	t.Helper()
	var list []any
	for line := range bytes.Lines(data) {
		list = append(list, decoded(t, line))
	}
	return objectRows(t, list, columns)
}

func objectRows(t *testing.T, list []any, columns []dataset.Column) [][]string {
	t.Helper()
	rows := [][]string{namesOf(columns)}
	for _, entry := range list {
		object, ok := entry.(map[string]any)
		if !ok || len(object) != len(columns) {
			t.Fatalf("no object of %d columns: %v", len(columns), entry)
		}
		var row []string
		for _, c := range columns {
			row = append(row, notation(t, object[c.Name]))
		}
		rows = append(rows, row)
	}
	return rows
}

func notation(t *testing.T, v any) string {
	t.Helper()
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case []any:
		var items []string
		for _, item := range v {
			items = append(items, notation(t, item))
		}
		return strings.Join(items, dataset.ListSeparator)
	}
	t.Fatalf("a cell of %T", v)
	return ""
}

// readXLSX reads what the cells hold, not how they look, and holds their types to
// those of the columns.
func readXLSX(t *testing.T, data []byte, columns []dataset.Column) [][]string {
	t.Helper()
	book := opened(t, data)
	sheet := book.GetSheetList()[0]
	shown, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]string, len(shown))
	for y := range rows {
		rows[y] = make([]string, len(columns))
		for x, c := range columns {
			at, _ := excelize.CoordinatesToCellName(x+1, y+1)
			if formula, err := book.GetCellFormula(sheet, at); err != nil || formula != "" {
				t.Errorf("%s is the formula %s (%v)", at, formula, err)
			}
			rows[y][x] = sheetCell(t, book, sheet, at, c, y == 0)
		}
	}
	return rows
}

// sheetCell is a cell in the canonical notation of its column: numbers as they
// are shown, which is with their decimals.
func sheetCell(t *testing.T, book *excelize.File, sheet, at string, c dataset.Column, heading bool) string {
	t.Helper()
	kind, err := book.GetCellType(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	shown, err := book.GetCellValue(sheet, at)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := book.GetCellValue(sheet, at, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	switch {
	case raw == "":
		return ""
	case heading, kind == excelize.CellTypeInlineString:
		return raw
	case c.Type == dataset.Boolean && kind == excelize.CellTypeBool:
		return strings.ToLower(shown)
	case c.Type == dataset.DateType && kind == excelize.CellTypeUnset:
		days, err := strconv.Atoi(raw)
		if day := time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly); err != nil || day != shown {
			t.Errorf("%s is day %s and shows %s", at, raw, shown)
		}
		return shown
	case c.Type == dataset.Integer || c.Type == dataset.Number:
		if a, b := number(t, raw), number(t, shown); a != b {
			t.Errorf("%s is %s and shows %s", at, raw, shown)
		}
		return shown
	}
	t.Errorf("%s, of type %s, is a cell of kind %d: %s", at, c.Type, kind, raw)
	return raw
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Error(err)
	}
	return n
}

func opened(t *testing.T, data []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

func namesOf(columns []dataset.Column) []string {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}

var formatNames = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

func TestEveryFormatIsWhatItSays(t *testing.T) {
	all := format.All()
	for i, f := range all {
		t.Run(f.Name, func(t *testing.T) {
			if !formatNames.MatchString(f.Name) || slices.Contains(all[:i].Names(), f.Name) {
				t.Errorf("the name %q is no extension, or not its own", f.Name)
			}
			media, parameters, err := mime.ParseMediaType(f.ContentType)
			if err != nil || media != f.Media() || f.Whole == nil && parameters["charset"] != "utf-8" {
				t.Errorf("the Content-Type is %q (%v)", f.ContentType, err)
			}
			if f.Title.Ja == "" || f.Title.En == "" {
				t.Error("it has no title in both languages")
			}
			if f.Can(format.Files) != (len(f.Profiles) > 0) {
				t.Error("files have profiles, and nothing else has")
			}
			if f.Envelope && media != "application/json" {
				t.Error("an envelope is JSON")
			}
			w, err := f.New(format.Subject{Shape: format.Whole(parks(t))})
			if err != nil {
				t.Fatal(err)
			}
			if _, cells := w.(format.CellWriter); f.Can(format.Differences) && !cells && !f.Envelope {
				t.Error("differences have no cells")
			}
		})
	}
}

// TestEveryFormatReadsBackAsItWas writes many tables and reads them with programs
// that follow the media type.
func TestEveryFormatReadsBackAsItWas(t *testing.T) {
	for _, f := range format.All() {
		t.Run(f.Name, func(t *testing.T) {
			read := readers()[f.Media()]
			if read == nil {
				t.Fatalf("nothing here reads %s", f.Media())
			}
			r := rand.New(rand.NewPCG(13, 0))
			for range 60 {
				tab, rows := nastyTable(t, r)
				columns := r.Perm(tab.Columns())
				if len(rows) == 0 && f.Name == "ndjson" {
					continue // which has no headings
				}
				data := written(t, f, tab.All(), columns, format.Layout{})
				if f.Whole == nil && !utf8.Valid(data) {
					t.Fatal("it is not UTF-8")
				}
				want, defs := expected(tab, rows, columns)
				if got := read(t, data, defs); !reflect.DeepEqual(got, want) {
					t.Fatalf("got\n%q\nwant\n%q", got, want)
				}
			}
		})
	}
}

func expected(tab *table.Table, rows [][]string, columns []int) ([][]string, []dataset.Column) {
	var defs []dataset.Column
	for _, i := range columns {
		defs = append(defs, tab.Column(i))
	}
	want := [][]string{namesOf(defs)}
	for _, row := range rows {
		var cells []string
		for _, i := range columns {
			cells = append(cells, row[i])
		}
		want = append(want, cells)
	}
	return want, defs
}

// TestFilesAreTheRows: a file written some rows at a time is what is written in
// one go, in every profile.
func TestFilesAreTheRows(t *testing.T) {
	tab := parks(t)
	for _, f := range format.All().With(format.Files) {
		for _, profile := range f.Profiles {
			s := format.Subject{Shape: format.Whole(tab), Layout: profile.Layout}
			once, twice := file(t, f, s), shaped(t, f, s.Shape, tab.All().Index, profile.Layout)
			if !bytes.Equal(once, twice) {
				t.Errorf("%s %+v: got\n%s\nand\n%s", f.Name, profile, once, twice)
			}
			begins := bytes.HasPrefix(once, []byte(format.BOM))
			if begins != (profile.BOM && f.Options.BOM) {
				t.Errorf("%s %+v: a byte order mark: %t", f.Name, profile, begins)
			}
		}
	}
}
