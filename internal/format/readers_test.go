package format_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	xlsx "hachinohe.example/opendata/internal/fixture/workbook"
)

// reader reads the bytes of a format back, by other code than wrote
// them: the headings, and the cells in canonical notation.
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
	cells := opened(t, data).Sheets[0].Cells()
	rows := make([][]string, len(cells))
	for y := range rows {
		rows[y] = make([]string, len(columns))
		for x, c := range columns {
			if x < len(cells[y]) {
				rows[y][x] = sheetCell(t, cells[y][x], c, y == 0)
			}
		}
	}
	return rows
}

// sheetCell is a cell in the canonical notation of its column: numbers as they
// are shown, which is with their decimals.
func sheetCell(t *testing.T, cell xlsx.Cell, c dataset.Column, heading bool) string {
	t.Helper()
	switch {
	case cell.Raw == "":
		return ""
	case heading, cell.Kind == xlsx.Text:
		return cell.Raw
	case c.Type == dataset.Boolean && cell.Kind == xlsx.Boolean:
		return strings.ToLower(cell.Shown)
	case c.Type == dataset.DateType && cell.Kind == xlsx.Number:
		days, err := strconv.Atoi(cell.Raw)
		if day := time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly); err != nil || day != cell.Shown {
			t.Errorf("day %s shows %s", cell.Raw, cell.Shown)
		}
		return cell.Shown
	case (c.Type == dataset.Integer || c.Type == dataset.Number || c.Type == dataset.YearType) && cell.Kind == xlsx.Number:
		if a, b := number(t, cell.Raw), number(t, cell.Shown); a != b {
			t.Errorf("%s shows %s", cell.Raw, cell.Shown)
		}
		return cell.Shown
	}
	t.Errorf("a cell of a column of type %s is %+v", c.Type, cell)
	return cell.Raw
}

func number(t *testing.T, text string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Error(err)
	}
	return n
}

func opened(t *testing.T, data []byte) *xlsx.Book {
	t.Helper()
	book, err := xlsx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func namesOf(columns []dataset.Column) []string {
	var names []string
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}
