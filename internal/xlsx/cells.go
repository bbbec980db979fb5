package xlsx

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// rows writes the rows of a worksheet as XML.
type rows struct {
	xml     []byte
	row     int      // the last one, from 1
	column  int      // of the next cell, from 0
	letters []string // of the columns so far
}

func (r *rows) begin() {
	r.row++
	r.column = 0
	r.xml = append(r.xml, `<row r="`...)
	r.xml = strconv.AppendInt(r.xml, int64(r.row), 10)
	r.xml = append(r.xml, `">`...)
}

func (r *rows) end() { r.xml = append(r.xml, `</row>`...) }

// cell begins the next cell; kind is its type as an attribute, nothing for a
// number.
func (r *rows) cell(style int, kind string) {
	for len(r.letters) <= r.column {
		r.letters = append(r.letters, lettersOf(len(r.letters)))
	}
	r.xml = append(append(r.xml, `<c r="`...), r.letters[r.column]...)
	r.xml = strconv.AppendInt(r.xml, int64(r.row), 10)
	r.xml = append(r.xml, `" s="`...)
	r.xml = strconv.AppendInt(r.xml, int64(style), 10)
	r.xml = append(append(append(r.xml, '"'), kind...), '>')
	r.column++
}

func (r *rows) number(style int, number []byte) {
	r.cell(style, "")
	r.xml = append(append(append(r.xml, `<v>`...), number...), `</v></c>`...)
}

func (r *rows) boolean(value bool) {
	r.cell(0, ` t="b"`)
	digit := byte('0')
	if value {
		digit = '1'
	}
	r.xml = append(append(append(r.xml, `<v>`...), digit), `</v></c>`...)
}

// text writes a string that is in the cell itself. Readers would drop the spaces
// around it without the attribute.
func (r *rows) text(style int, text string) {
	r.cell(style, ` t="inlineStr"`)
	r.xml = append(r.xml, `<is><t xml:space="preserve">`...)
	r.xml = append(appendXString(r.xml, text), `</t></is></c>`...)
}

// lettersOf names the column behind n others: A follows Z as AA.
func lettersOf(n int) string {
	letters := ""
	for n++; n > 0; n = (n - 1) / 26 {
		letters = string(rune('A'+(n-1)%26)) + letters
	}
	return letters
}

// textSheet is a worksheet of texts.
func textSheet(lines [][]string) string {
	var r rows
	for _, line := range lines {
		r.begin()
		for _, text := range line {
			if text == "" {
				r.column++
				continue
			}
			r.text(textStyle, cut(text))
		}
		r.end()
	}
	return `<worksheet ` + mainSpace + `><sheetData>` + string(r.xml) + `</sheetData></worksheet>`
}

// appendXString writes a text as ST_Xstring of ECMA-376: a character that XML
// cannot hold, or would change, is _xHHHH_, and so is the underscore of a text
// that looks like that. What is no UTF-8 is U+FFFD.
func appendXString(dst []byte, text string) []byte {
	for i, r := range text {
		switch {
		case r == '&':
			dst = append(dst, "&amp;"...)
		case r == '<':
			dst = append(dst, "&lt;"...)
		case r == '>':
			dst = append(dst, "&gt;"...)
		case r == '_' && looksEscaped(text[i:]), r < ' ' && r != '\t' && r != '\n', r == 0xFFFE, r == 0xFFFF:
			dst = appendEscape(dst, r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}

func appendEscape(dst []byte, r rune) []byte {
	hex := strings.ToUpper(strconv.FormatInt(int64(r), 16))
	dst = append(append(dst, "_x"...), "0000"[len(hex):]...)
	return append(append(dst, hex...), '_')
}

// looksEscaped reports whether a text begins like an escape.
func looksEscaped(text string) bool {
	if len(text) < len("_xHHHH_") || text[1] != 'x' || text[6] != '_' {
		return false
	}
	for _, b := range []byte(text[2:6]) {
		if ('0' > b || b > '9') && ('A' > b || b > 'F') && ('a' > b || b > 'f') {
			return false
		}
	}
	return true
}
