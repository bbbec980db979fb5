package format

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

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
	heading string
	labels  map[string]string // of its codes; nil: the column shows its values
}

// sheetColumns puts the labels of codes next to them.
func sheetColumns(s Subject) []sheetColumn {
	var list []sheetColumn
	for i, c := range columnsOf(s.Shape, s.Layout) {
		list = append(list, sheetColumn{column: c, is: c.Type.Definition(), cell: i, heading: c.heading(s.Layout)})
		if len(c.Codes) == 0 {
			continue
		}
		labels := make(map[string]string, len(c.Codes))
		for _, code := range c.Codes {
			labels[code.Value] = in(s.Layout, code.Label)
		}
		heading := c.Name + ".label"
		if s.Layout.Japanese {
			heading = c.Title.Ja + "（表示名）"
		}
		list = append(list, sheetColumn{column: c, is: c.Type.Definition(), cell: i, heading: heading, labels: labels})
	}
	return list
}

// in returns a text in the language of the headings, in Japanese where there is
// no other.
func in(l Layout, t lang.Text) string {
	if l.Japanese || t.En == "" {
		return t.Ja
	}
	return t.En
}

// value is what the cell of a row holds.
func (w *workbook) value(c *sheetColumn, row int) (any, error) {
	if c.Constant != "" {
		value, _ := c.Parse(c.Constant)
		return w.typed(c, value)
	}
	row, ok := c.row(row)
	if !ok || c.table.Missing(c.data, row) {
		return nil, nil //nolint:nilnil // an empty cell
	}
	return w.typed(c, c.table.Value(c.data, row))
}

const (
	// maxExact is how many digits a number of a worksheet holds exactly.
	maxExact = 15
	// epochSerial is the number that spreadsheet programs give to 1970-01-01.
	epochSerial = 25569
	// firstSerial is that of 1900-03-01, from which on they count rightly.
	firstSerial = 61
)

// typed makes a cell of a value. What a typed cell could not hold exactly is
// text: longer numbers, and dates before the leap day that spreadsheet programs
// wrongly give to 1900.
func (w *workbook) typed(c *sheetColumn, v dataset.Value) (any, error) {
	if v.Missing {
		return nil, nil //nolint:nilnil // an empty cell
	}
	notation := string(c.Type.Append(nil, v))
	if c.labels != nil {
		return w.text(c, c.label(notation))
	}
	switch {
	case c.is.Number:
		if number, err := strconv.ParseFloat(notation, 64); err == nil && digits(v.Int) <= maxExact {
			return excelize.Cell{StyleID: w.styles.decimals(int(v.Scale)), Value: number}, nil
		}
	case c.is.JSON == dataset.JSONBoolean:
		return excelize.Cell{Value: v.Int != 0}, nil
	case c.is.Format == "date":
		if serial := v.Int + epochSerial; serial >= firstSerial {
			return excelize.Cell{StyleID: w.styles.date, Value: serial}, nil
		}
	}
	return w.text(c, notation)
}

// text makes a cell that stays text when somebody edits it.
func (w *workbook) text(c *sheetColumn, text string) (any, error) {
	if len(text) > maxCellUnits && utf16Units(text) > maxCellUnits {
		return nil, fault.New(fault.TooLarge,
			lang.T(fmt.Sprintf("列 %s に、XLSXのセルに入らない長さの文字列があります（%d字まで）", c.Name, maxCellUnits), fmt.Sprintf("a text in column %s is too long for a cell of XLSX (at most %d characters)", c.Name, maxCellUnits)),
			orAsCSV())
	}
	return excelize.Cell{StyleID: w.styles.text, Value: text}, nil
}

// utf16Units counts as spreadsheet programs do: two for what lies beyond U+FFFF.
func utf16Units(text string) int {
	n := 0
	for _, r := range text {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
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

func digits(n int64) int { return len(strings.TrimPrefix(strconv.FormatInt(n, 10), "-")) }
