package format

import (
	"encoding/xml"
	"strings"

	"github.com/xuri/excelize/v2"

	"hachinohe.example/opendata/dataset"
)

// sheetNames are the names of the sheets, in their order.
type sheetNames struct{ data, columns, about string }

func namesIn(l Layout) sheetNames {
	if l.Japanese {
		return sheetNames{"データ", "列の定義", "このデータについて"}
	}
	return sheetNames{"data", "columns", "about"}
}

// styles are those of cells. The one of so many decimals is made when it is
// needed first.
type styles struct {
	file                *excelize.File
	heading, text, date int
	ofDecimals          []int
}

const textFormat = 49 // @, built in

func (s *styles) make() (err error) {
	if s.heading, err = s.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: textFormat}); err != nil {
		return err
	}
	if s.text, err = s.file.NewStyle(&excelize.Style{NumFmt: textFormat}); err != nil {
		return err
	}
	s.date, err = s.custom("yyyy-mm-dd")
	return err
}

func (s *styles) custom(format string) (int, error) {
	return s.file.NewStyle(&excelize.Style{CustomNumFmt: &format})
}

// decimals returns the style of numbers with so many decimals.
func (s *styles) decimals(n int) int {
	for len(s.ofDecimals) <= n {
		format := "0"
		if d := len(s.ofDecimals); d > 0 {
			format += "." + strings.Repeat("0", d)
		}
		style, err := s.custom(format)
		if err != nil {
			return 0 // the number stays right
		}
		s.ofDecimals = append(s.ofDecimals, style)
	}
	return s.ofDecimals[n]
}

// beginSheets makes the sheets and opens the first one for so many rows.
// Everything but the rows comes first: what excelize is told of a streamed sheet
// later, it drops without a word.
func (w *workbook) beginSheets(count int) error {
	w.anonymous()
	if err := w.styles.make(); err != nil {
		return err
	}
	if err := w.file.SetSheetName("Sheet1", w.names.data); err != nil {
		return err
	}
	for _, name := range []string{w.names.columns, w.names.about} {
		if _, err := w.file.NewSheet(name); err != nil {
			return err
		}
	}
	if len(w.columns) > 0 {
		last, err := excelize.CoordinatesToCellName(len(w.columns), count+1)
		if err != nil {
			return err
		}
		if err := w.file.SetSheetDimension(w.names.data, "A1:"+last); err != nil {
			return err
		}
		if err := w.file.AutoFilter(w.names.data, "A1:"+last, nil); err != nil {
			return err
		}
	}
	var err error
	if w.sheet, err = w.file.NewStreamWriter(w.names.data); err != nil {
		return err
	}
	return w.sheet.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}

// anonymous replaces the properties of the document, which name a maker and a
// time that are neither ours nor those of the data.
func (w *workbook) anonymous() {
	w.file.Pkg.Store("docProps/core.xml", []byte(xml.Header+
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`))
	w.file.Pkg.Store("docProps/app.xml", []byte(xml.Header+
		`<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`))
}

// endSheets ends the data sheet and writes the others.
func (w *workbook) endSheets() error {
	if err := w.sheet.Flush(); err != nil {
		return err
	}
	if err := w.fill(w.names.columns, w.columnRows()); err != nil {
		return err
	}
	return w.fill(w.names.about, w.aboutRows())
}

// columnRows describe the columns, one with codes in a row for each of them.
func (w *workbook) columnRows() [][]string {
	rows := [][]string{{"name", "heading", "type", "unit", "meaning", "code", "label"}}
	if w.subject.Layout.Japanese {
		rows = [][]string{{"列名", "見出し", "型", "単位", "説明", "コード", "表示名"}}
	}
	for i := range w.columns {
		c := &w.columns[i]
		if c.labels != nil {
			continue
		}
		codes := c.Codes
		if len(codes) == 0 {
			codes = []dataset.Code{{}}
		}
		for _, code := range codes {
			rows = append(rows, []string{
				c.Name, in(w.subject.Layout, c.Title), c.is.Name, c.Unit, in(w.subject.Layout, c.Meaning), code.Value, in(w.subject.Layout, code.Label),
			})
		}
	}
	return rows
}

func (w *workbook) aboutRows() [][]string {
	rows := [][]string{}
	if w.subject.About == nil {
		return rows
	}
	for _, fact := range w.subject.About() {
		rows = append(rows, []string{in(w.subject.Layout, fact.Name), fact.Value})
	}
	return rows
}

// fill writes a sheet of texts.
func (w *workbook) fill(sheet string, rows [][]string) error {
	if len(rows) == 0 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(len(rows[0]), len(rows))
	if err != nil {
		return err
	}
	if err := w.file.SetSheetDimension(sheet, "A1:"+last); err != nil {
		return err
	}
	for y, row := range rows {
		for x, text := range row {
			if text == "" {
				continue
			}
			at, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return err
			}
			if err := w.file.SetCellStr(sheet, at, text); err != nil {
				return err
			}
		}
	}
	return nil
}
