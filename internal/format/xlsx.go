package format

import (
	"archive/zip"
	"context"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
)

// XLSX is a workbook of three sheets: the data, the columns, and what the data is
// (licence, source, citation, release). Cells are typed: numbers with their
// decimals, dates as dates, everything else as text, nothing as a formula. Codes
// have their labels next to them. It is SpreadsheetML (ECMA-376) in a ZIP, written
// row by row: what depends on the number of rows follows them.
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
		Document: true,
		MaxRows:  maxSheetRows - 1,
		Memory:   1 << 20, // of the compressor
		New:      newWorkbook,
	}
}

// What programs read.
const (
	maxSheetRows = 1 << 20 // of a worksheet, with that of the headings
	maxCellUnits = 32767   // UTF-16 code units of a cell
)

// deflateLevel takes the least memory, and makes files a tenth larger than the
// levels that take half as much again.
const deflateLevel = 1

// workbook writes XLSX.
type workbook struct {
	subject  Subject
	names    sheetNames
	columns  []sheetColumn
	out      tail
	zip      *zip.Writer
	deflate  *flate.Writer // of one part after the other
	sheet    io.Writer     // the part that is the data sheet
	data     rowsXML       // of the data sheet that are not in it yet
	notation []byte        // of a value, used again
}

// tail appends what is written.
type tail []byte

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	*t = append(*t, p...)
	return len(p), nil
}

func newWorkbook(s Subject) (Writer, error) {
	w := &workbook{subject: s, names: namesIn(s.Layout), columns: sheetColumns(s)}
	var err error
	if w.deflate, err = flate.NewWriter(nil, deflateLevel); err != nil {
		return nil, err
	}
	w.zip = zip.NewWriter(&w.out)
	w.zip.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) {
		w.deflate.Reset(to)
		return w.deflate, nil
	})
	return w, nil
}

// appended runs a step that writes to the ZIP, with dst as its end.
func (w *workbook) appended(dst []byte, step func() error) ([]byte, error) {
	w.out = dst
	err := step()
	dst, w.out = w.out, nil
	return dst, err
}

// Begin implements Writer.
func (w *workbook) Begin(dst []byte, count int) ([]byte, error) {
	if count >= maxSheetRows {
		return dst, tooManyRows()
	}
	return w.appended(dst, func() error {
		if err := w.beginParts(); err != nil {
			return fmt.Errorf("beginning a workbook: %w", err)
		}
		w.data.begin()
		for i := range w.columns {
			w.data.text(w.columns[i].letters, headingStyle, w.columns[i].heading)
		}
		return w.endRow()
	})
}

// Rows implements Writer.
func (w *workbook) Rows(ctx context.Context, dst []byte, rows []int) ([]byte, error) {
	return w.appended(dst, func() error {
		for _, row := range rows {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := w.dataRow(row); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *workbook) dataRow(row int) error {
	if err := w.beginRow(); err != nil {
		return err
	}
	for i := range w.columns {
		if err := w.cell(&w.columns[i], row); err != nil {
			return err
		}
	}
	return w.endRow()
}

// Cells implements CellWriter.
func (w *workbook) Cells(dst []byte, cells []string) ([]byte, error) {
	return w.appended(dst, func() error {
		if err := w.beginRow(); err != nil {
			return err
		}
		for i := range w.columns {
			c := &w.columns[i]
			parsed, wrong := c.Parse(cells[c.cell])
			if !wrong.Empty() { // a text that no record could hold
				parsed.Text, parsed.Missing = cells[c.cell], false
			}
			if err := w.typed(c, parsed); err != nil {
				return err
			}
		}
		return w.endRow()
	})
}

func (w *workbook) beginRow() error {
	if w.data.row == maxSheetRows {
		return tooManyRows()
	}
	w.data.begin()
	return nil
}

// endRow moves the row into the file.
func (w *workbook) endRow() error {
	w.data.end()
	_, err := w.sheet.Write(w.data.xml)
	w.data.xml = w.data.xml[:0]
	return err
}

// End implements Writer.
func (w *workbook) End(dst []byte) ([]byte, error) {
	return w.appended(dst, func() error {
		if err := w.endParts(); err != nil {
			return fmt.Errorf("ending a workbook: %w", err)
		}
		return w.zip.Close()
	})
}

func tooManyRows() error {
	return fault.New(fault.TooLarge,
		lang.T(fmt.Sprintf("行が多すぎて、XLSXの1枚のシートに入りません（%d行まで）", maxSheetRows-1), fmt.Sprintf("too many rows for an XLSX worksheet (at most %d)", maxSheetRows-1)),
		orAsCSV())
}

func orAsCSV() lang.Text {
	return lang.T("条件を加えるか、列を減らすか、CSVで取得してください", "add conditions, choose fewer columns, or get the data as CSV")
}
