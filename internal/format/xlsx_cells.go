package format

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// sheetColumn is a column of the data sheet: one of the data, or the labels of
// its codes.
type sheetColumn struct {
	column

	is      dataset.Definition // of its type
	cell    int                // which of the cells of a row in no table it shows
	letters string             // of its cells: A, B, ... Z, AA
	heading string
	labels  map[string]string // of its codes, by their identity; nil: the column shows its values
}

// sheetColumns puts the labels of codes next to them.
func sheetColumns(s Subject) []sheetColumn {
	var list []sheetColumn
	add := func(cell int, c column, heading string, labels map[string]string) {
		list = append(list, sheetColumn{column: c, is: c.Type.Definition(), cell: cell, letters: lettersOf(len(list)), heading: heading, labels: labels})
	}
	for i, c := range columnsOf(s.Shape, s.Layout) {
		add(i, c, c.heading(s.Layout), nil)
		if len(c.Codes) == 0 {
			continue
		}
		labels := make(map[string]string, len(c.Codes))
		for _, code := range c.Codes {
			v, _ := c.Parse(code.Value)
			labels[c.Identity(code.Value, v)] = in(s.Layout, code.Label)
		}
		heading := c.Name + ".label"
		if s.Layout.Japanese {
			heading = c.Title.Ja + "（表示名）"
		}
		add(i, c, heading, labels)
	}
	return list
}

// lettersOf names the column behind n others: A follows Z as AA.
func lettersOf(n int) string {
	letters := ""
	for n++; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}

// in returns a text in the language of the headings, in Japanese where there is
// no other.
func in(l Layout, t lang.Text) string {
	if l.Japanese || t.En == "" {
		return t.Ja
	}
	return t.En
}

// cell writes the cell of a row of the table.
func (w *workbook) cell(c *sheetColumn, row int) error {
	if c.Constant != "" {
		value, _ := c.Parse(c.Constant)
		return w.typed(c, value)
	}
	row, ok := c.row(row)
	if !ok || c.table.Missing(c.data, row) {
		return nil
	}
	return w.typed(c, c.table.Value(c.data, row))
}

const (
	// maxExact is the number of most digits that a worksheet holds exactly.
	maxExact = 999_999_999_999_999
	// epochSerial is the number that spreadsheet programs give to 1970-01-01.
	epochSerial = 25569
	// firstSerial is that of 1900-03-01, from which on they count rightly.
	firstSerial = 61
)

// typed writes a value. What a typed cell could not hold exactly is text: longer
// numbers, and dates before the leap day that spreadsheet programs wrongly give
// to 1900. What is missing has no cell.
func (w *workbook) typed(c *sheetColumn, v dataset.Value) error {
	if v.Missing {
		return nil
	}
	w.notation = c.Type.Append(w.notation[:0], v)
	switch {
	case c.labels != nil:
		return w.text(c, c.label(c.Identity(string(w.notation), v)))
	case c.is.JSON.Numeric() && -maxExact <= v.Int && v.Int <= maxExact:
		number := w.notation
		if v.Scale > 0 { // its style shows the zeros
			number = bytes.TrimSuffix(bytes.TrimRight(number, "0"), []byte("."))
		}
		w.data.number(c.letters, decimalsStyle(int(v.Scale)), number)
	case c.is.JSON == dataset.JSONBoolean:
		w.data.boolean(c.letters, v.Int != 0)
	case c.is.Format == "date" && v.Int+epochSerial >= firstSerial:
		w.data.number(c.letters, dateStyle, strconv.AppendInt(w.notation[:0], v.Int+epochSerial, 10))
	default:
		return w.text(c, string(w.notation))
	}
	return nil
}

// text writes a text that stays text when somebody edits it.
func (w *workbook) text(c *sheetColumn, text string) error {
	if cut(text) != text {
		return fault.New(fault.TooLarge,
			lang.T(fmt.Sprintf("列 %s に、XLSXのセルに入らない長さの文字列があります（%d字まで）", c.Name, maxCellUnits), fmt.Sprintf("a text in column %s is too long for a cell of XLSX (at most %d characters)", c.Name, maxCellUnits)),
			orAsCSV())
	}
	w.data.text(c.letters, textStyle, text)
	return nil
}

// cut returns as much of a text as fits into a cell, counted as spreadsheet
// programs do: two for what lies beyond U+FFFF.
func cut(text string) string {
	if len(text) <= maxCellUnits {
		return text
	}
	units := 0
	for i, r := range text {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > maxCellUnits {
			return text[:i]
		}
	}
	return text
}

// label returns the label of a code, of a list those of its items.
func (c *sheetColumn) label(notation string) string {
	if c.is.Items == nil {
		return c.labels[notation]
	}
	var labels []string
	for item := range strings.SplitSeq(notation, dataset.ListSeparator) {
		labels = append(labels, c.labels[item])
	}
	return strings.Join(labels, dataset.ListSeparator)
}
