// Package xlsx writes workbooks: SpreadsheetML (ECMA-376) in a ZIP, row by row.
//
// It promises that the same calls give the same bytes; that the sheet of rows
// leaves while it is written, in memory that does not depend on their number;
// that text stays text and no cell is a formula; and it says what a cell holds
// exactly. It refuses to know what the rows mean. format uses it.
package xlsx

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"

	"github.com/klauspost/compress/flate"
)

// What spreadsheet programs read.
const (
	MaxRows     = 1 << 20 // of a sheet
	MaxDecimals = 9       // that numbers are shown with
	MaxText     = 32767   // UTF-16 code units of a cell
)

// Memory is how many bytes a Writer takes, nearly all of them for compression.
const Memory = 1 << 20

// deflateLevel takes the least memory, and makes files a tenth larger than the
// levels that take half as much again.
const deflateLevel = 1

// ErrTooManyRows is that the sheet of rows is full.
var ErrTooManyRows = errors.New("the worksheet has no more rows")

// Writer writes a workbook of one sheet of rows and then sheets of texts. The
// cells of a row are given from left to right, Empty ones included.
type Writer struct {
	names   []string // of the sheets
	widest  int      // cells of the row of headings
	written int      // sheets
	zip     *zip.Writer
	deflate *flate.Writer // of one part after the other
	sheet   io.Writer     // the part that is the sheet of rows
	rows
}

// New begins a workbook that is written to w, and its first sheet, which has the
// rows. The sheets have these names; all but the first one are written by Texts.
func New(w io.Writer, headings []string, sheets ...string) (*Writer, error) {
	deflate, err := flate.NewWriter(nil, deflateLevel)
	if err != nil {
		return nil, err
	}
	b := &Writer{names: sheets, widest: len(headings), written: 1, zip: zip.NewWriter(w), deflate: deflate}
	b.zip.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) {
		deflate.Reset(to)
		return deflate, nil
	})
	if err := b.beginParts(); err != nil {
		return nil, fmt.Errorf("beginning a workbook: %w", err)
	}
	b.begin()
	for _, heading := range headings {
		b.text(headingStyle, heading)
	}
	return b, b.EndRow()
}

// BeginRow begins a row, or fails with ErrTooManyRows.
func (w *Writer) BeginRow() error {
	if w.row == MaxRows {
		return ErrTooManyRows
	}
	w.begin()
	return nil
}

// EndRow moves the row into the file.
func (w *Writer) EndRow() error {
	w.end()
	_, err := w.sheet.Write(w.xml)
	w.xml = w.xml[:0]
	return err
}

// EndRows ends the sheet of rows.
func (w *Writer) EndRows() error {
	end := `</sheetData>`
	if w.widest > 0 {
		end += fmt.Sprintf(`<autoFilter ref="A1:%s%d"/>`, lettersOf(w.widest-1), w.row)
	}
	_, err := io.WriteString(w.sheet, end+`</worksheet>`)
	return err
}

// Texts writes the next sheet. A text that is too long for a cell is cut.
func (w *Writer) Texts(lines [][]string) error {
	w.written++
	return w.part(fmt.Sprintf("xl/worksheets/sheet%d.xml", w.written), textSheet(lines))
}

// Close writes what depends on the number of rows, and ends the workbook.
func (w *Writer) Close() error {
	if err := w.part("xl/workbook.xml", w.workbookXML()); err != nil {
		return fmt.Errorf("ending a workbook: %w", err)
	}
	return w.zip.Close()
}
