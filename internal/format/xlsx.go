package format

import (
	"bytes"
	"context"
	"fmt"

	"github.com/xuri/excelize/v2"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// XLSX is a workbook of three sheets: the data, the columns, and what the data is
// (licence, source, citation, release). Cells are typed: numbers with their
// decimals, dates as dates, everything else as text, nothing as a formula. Codes
// have their labels next to them.
func XLSX() Format {
	return Format{
		Name:        "xlsx",
		ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		Title:       lang.T("XLSX", "XLSX"),
		Carries:     Lists | Groups | OneRelated | Items | Files | Differences,
		Options:     Options{Header: true},
		Profiles: []Profile{
			{Layout: Layout{Japanese: true, Constant: true}, Title: lang.T("Excelブック（XLSX）", "Excel workbook (XLSX)")},
			{Layout: Layout{Constant: true}},
		},
		Whole: &Bounds{MaxRows: maxSheetRows - 1, Memory: sheetMemory},
		New:   newWorkbook,
	}
}

const (
	maxSheetRows = excelize.TotalRows      // of a worksheet, with that of the headings
	maxCellUnits = excelize.TotalCellChars // UTF-16 code units of a cell: excelize would cut off the rest
	// maxSheet bounds the data sheet, as XML in bytes: it is in memory until the end.
	maxSheet = 64 << 20
	// cellXML is about what a cell takes in it, its text excepted.
	cellXML = 56
)

// sheetMemory estimates the memory of a workbook: the XML of the data sheet, in a
// buffer that doubles.
func sheetMemory(s Subject, count int) int {
	const atLeast, doubled = 4 << 20, 3
	return atLeast + min(count*len(sheetColumns(s))*cellXML, maxSheet)*doubled
}

// nowhere is a folder that cannot exist: excelize would move long sheets into
// temporary files, where the file system lets it, and leave them if it is killed.
const nowhere = "\x00"

// workbook writes XLSX. Only the data sheet is streamed: excelize puts streamed
// sheets into the file in any order.
type workbook struct {
	subject Subject
	names   sheetNames
	columns []sheetColumn
	file    *excelize.File
	styles  styles
	sheet   *excelize.StreamWriter
	row     int   // the last one written
	size    int   // about what was written, in bytes
	values  []any // of a row, used again
}

func newWorkbook(s Subject) (Writer, error) {
	w := &workbook{subject: s, names: namesIn(s.Layout), columns: sheetColumns(s)}
	return &hidden{w.begin, w.rows, w.cells, w.end}, nil
}

// hidden is a Writer that does not show the type behind it: of a type in an
// interface the linker keeps every method, and of its fields', which is 4 MB of
// excelize that nothing here calls.
type hidden struct {
	begin func(dst []byte, count int) ([]byte, error)
	rows  func(ctx context.Context, dst []byte, rows []int) ([]byte, error)
	cells func(dst []byte, cells []string) ([]byte, error)
	end   func(dst []byte) ([]byte, error)
}

// Begin implements Writer.
func (h *hidden) Begin(dst []byte, count int) ([]byte, error) { return h.begin(dst, count) }

// Rows implements Writer.
func (h *hidden) Rows(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
	return h.rows(ctx, dst, rows)
}

// Cells implements CellWriter.
func (h *hidden) Cells(dst []byte, cells []string) ([]byte, error) { return h.cells(dst, cells) }

// End implements Writer.
func (h *hidden) End(dst []byte) ([]byte, error) { return h.end(dst) }

// begin refuses what cannot fit before any memory is spent.
func (w *workbook) begin(dst []byte, count int) ([]byte, error) {
	if count < 0 || count >= maxSheetRows {
		return dst, tooManyRows()
	}
	if count > 0 && len(w.columns) > maxSheet/cellXML/count {
		return dst, tooManyCells()
	}
	w.file = excelize.NewFile(excelize.Options{TmpDir: nowhere})
	w.styles = styles{file: w.file}
	if err := w.beginSheets(count); err != nil {
		return dst, fmt.Errorf("beginning a workbook: %w", err)
	}
	headings := make([]any, len(w.columns))
	for i := range w.columns {
		headings[i] = excelize.Cell{StyleID: w.styles.heading, Value: w.columns[i].heading}
	}
	return dst, w.write(headings)
}

// rows adds rows; the bytes come at the end.
func (w *workbook) rows(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return dst, err
		}
		w.values = w.values[:0]
		for i := range w.columns {
			value, err := w.value(&w.columns[i], row)
			if err != nil {
				return dst, err
			}
			w.values = append(w.values, value)
		}
		if err := w.write(w.values); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// cells adds a row that stands in no table.
func (w *workbook) cells(dst []byte, cells []string) ([]byte, error) {
	w.values = w.values[:0]
	for i := range w.columns {
		c := &w.columns[i]
		parsed, wrong := c.Parse(cells[c.cell])
		if !wrong.Empty() { // a text that no record could hold
			parsed.Text, parsed.Missing = cells[c.cell], false
		}
		value, err := w.typed(c, parsed)
		if err != nil {
			return dst, err
		}
		w.values = append(w.values, value)
	}
	return dst, w.write(w.values)
}

// write adds a row to the data sheet.
func (w *workbook) write(values []any) error {
	if w.row == maxSheetRows {
		return tooManyRows()
	}
	w.row++
	for _, v := range values {
		w.size += cellXML
		if cell, ok := v.(excelize.Cell); ok {
			if text, ok := cell.Value.(string); ok {
				w.size += len(text)
			}
		}
	}
	if w.size > maxSheet {
		return tooManyCells()
	}
	at, err := excelize.CoordinatesToCellName(1, w.row)
	if err != nil {
		return err
	}
	return w.sheet.SetRow(at, values)
}

// end ends the sheets and writes the file.
func (w *workbook) end(dst []byte) ([]byte, error) {
	if err := w.endSheets(); err != nil {
		return dst, fmt.Errorf("ending a workbook: %w", err)
	}
	out := bytes.NewBuffer(dst)
	if err := w.file.Write(out); err != nil {
		return dst, fmt.Errorf("writing a workbook: %w", err)
	}
	return out.Bytes(), w.file.Close()
}

func tooManyRows() error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("行が多すぎて、XLSXの1枚のシートに入りません（%d行まで）", maxSheetRows-1), fmt.Sprintf("too many rows for an XLSX worksheet (at most %d)", maxSheetRows-1)),
		orAsCSV())
}

func tooManyCells() error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("データが大きすぎて、XLSXにできません（シートのXMLで約%d MBまで）", maxSheet>>20), fmt.Sprintf("too much data for XLSX (at most about %d MB of worksheet XML)", maxSheet>>20)),
		orAsCSV())
}

func orAsCSV() lang.Text {
	return lang.T("条件を加えるか、列を減らすか、CSVで取得してください", "add conditions, choose fewer columns, or get the data as CSV")
}
