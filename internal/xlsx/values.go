package xlsx

import (
	"bytes"
	"strconv"
)

const (
	// maxExact is the number of most digits that a worksheet holds exactly.
	maxExact = 999_999_999_999_999
	// epochSerial is the number that spreadsheet programs give to 1970-01-01.
	epochSerial = 25569
	// firstSerial is that of 1900-03-01, from which on they count rightly: they
	// wrongly give a leap day to 1900.
	firstSerial = 61
)

// HoldsNumber reports whether a cell holds a number of these digits exactly.
func HoldsNumber(digits int64) bool { return -maxExact <= digits && digits <= maxExact }

// HoldsDate reports whether a cell holds a date, in days since 1970-01-01.
func HoldsDate(days int64) bool { return days+epochSerial >= firstSerial }

// HoldsText reports whether a text is short enough for a cell.
func HoldsText(text string) bool { return len(cut(text)) == len(text) }

// Number writes a number in decimal notation that shows its decimals, at most
// MaxDecimals.
func (w *Writer) Number(notation []byte, decimals int) {
	if decimals > 0 { // the style shows the zeros
		notation = bytes.TrimSuffix(bytes.TrimRight(notation, "0"), []byte("."))
	}
	w.number(decimalsStyle(decimals), notation)
}

// Date writes a date, in days since 1970-01-01.
func (w *Writer) Date(days int64) {
	var notation [20]byte
	w.number(dateStyle, strconv.AppendInt(notation[:0], days+epochSerial, 10))
}

// Boolean writes a truth value.
func (w *Writer) Boolean(value bool) { w.boolean(value) }

// Text writes a text that stays text when somebody edits it.
func (w *Writer) Text(text string) { w.text(textStyle, text) }

// Empty leaves a cell out.
func (w *Writer) Empty() { w.column++ }

// cut returns as much of a text as fits into a cell, counted as spreadsheet
// programs do: two for what lies beyond U+FFFF.
func cut(text string) string {
	if len(text) <= MaxText {
		return text
	}
	units := 0
	for i, r := range text {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > MaxText {
			return text[:i]
		}
	}
	return text
}
