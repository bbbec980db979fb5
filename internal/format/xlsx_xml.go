package format

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// rowsXML writes the rows of a worksheet.
type rowsXML struct {
	xml []byte
	row int // the last one, from 1
}

func (r *rowsXML) begin() {
	r.row++
	r.xml = append(r.xml, `<row r="`...)
	r.xml = strconv.AppendInt(r.xml, int64(r.row), 10)
	r.xml = append(r.xml, `">`...)
}

func (r *rowsXML) end() { r.xml = append(r.xml, `</row>`...) }

// cell begins a cell; kind is its type as an attribute, nothing for a number.
func (r *rowsXML) cell(letters string, style int, kind string) {
	r.xml = append(append(r.xml, `<c r="`...), letters...)
	r.xml = strconv.AppendInt(r.xml, int64(r.row), 10)
	r.xml = append(r.xml, `" s="`...)
	r.xml = strconv.AppendInt(r.xml, int64(style), 10)
	r.xml = append(append(append(r.xml, '"'), kind...), '>')
}

func (r *rowsXML) number(letters string, style int, number []byte) {
	r.cell(letters, style, "")
	r.xml = append(append(append(r.xml, `<v>`...), number...), `</v></c>`...)
}

func (r *rowsXML) boolean(letters string, value bool) {
	r.cell(letters, 0, ` t="b"`)
	digit := byte('0')
	if value {
		digit = '1'
	}
	r.xml = append(append(append(r.xml, `<v>`...), digit), `</v></c>`...)
}

// text writes a string that is in the cell itself. Readers would drop the spaces
// around it without the attribute.
func (r *rowsXML) text(letters string, style int, text string) {
	r.cell(letters, style, ` t="inlineStr"`)
	r.xml = append(r.xml, `<is><t xml:space="preserve">`...)
	r.xml = append(appendXString(r.xml, text), `</t></is></c>`...)
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
