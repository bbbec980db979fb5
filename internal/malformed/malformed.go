// Package malformed says why bytes that staff wrote are not what they should be
// (UTF-8, JSON, a regular expression), and how to correct them.
//
// It promises a cause in words of whoever saved the file, never only the error of
// a parser. It refuses to correct anything, and to know what the bytes are about.
// It imports lang alone; dataset and source use it.
package malformed

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/lang"
)

// looked is in how many bytes at the start of a file its kind shows.
const looked = 1 << 10

// Encoding says what data is instead of text in UTF-8, and at which byte. The text
// is empty if it is that.
func Encoding(data []byte) (at int, what lang.Text) {
	start := data[:min(len(data), looked)]
	zeros, valid := bytes.Count(start, []byte{0}), utf8.Valid(data)
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return 0, lang.T("Excel のブックか圧縮ファイルです。名前の末尾を変えても CSV などのテキストにはなりません", "a workbook or a compressed file, which renaming does not turn into text")
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")), zeros > 0 && (!valid || 4*zeros >= len(start)):
		return 0, lang.T("文字コードが UTF-16 です（Excel の「Unicode テキスト」など）", "UTF-16, not UTF-8 (such as “Unicode Text” of Excel)")
	case valid:
		return 0, lang.Text{}
	}
	for {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 {
			return at, lang.T("文字コードが UTF-8 ではありません（Shift_JIS の可能性があります）", "not UTF-8 (perhaps Shift_JIS)")
		}
		at += size
	}
}

// Place is line:column, in characters, of the byte that ends at an offset.
func Place(data []byte, offset int) string {
	before := data[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("%d:%d", line, max(column, 1))
}
