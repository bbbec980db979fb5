package format_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"hachinohe.example/opendata/dataset"
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
	case c.Type == dataset.Integer || c.Type == dataset.Number || c.Type == dataset.YearType:
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
