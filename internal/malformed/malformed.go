// Package malformed says where a text is not UTF-8 or not JSON, and what is wrong
// there in words that people can act on.
//
// It promises places as line:column, in characters. It refuses to know what the
// text is about. dataset and source import it.
package malformed

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/lang"
)

// JSON is what an error of encoding/json says, and what to do about it.
func JSON(err error) lang.Text {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return lang.T(e.Field+" に "+e.Value+" は書けません", e.Field+" cannot be a JSON "+e.Value)
	}
	hint := lang.T("コンマ、引用符、括弧の過不足がないか確認してください", "check for missing or surplus commas, quotes and brackets")
	if trailingComma(err) {
		hint = lang.T("最後の項目の後のコンマを削除してください", "remove the comma after the last item")
	}
	return lang.T("JSON の書式に誤りがあります。"+hint.Ja+"（"+err.Error()+"）", "not valid JSON: "+hint.En+" ("+err.Error()+")")
}

// trailingComma reports whether a list or an object ends where its next item is
// expected. The package json says so in its text only.
func trailingComma(err error) bool {
	text := err.Error()
	return strings.HasPrefix(text, "invalid character ']' looking for beginning of value") ||
		strings.HasPrefix(text, "invalid character '}' looking for beginning of object key string")
}

// JSONPlace converts the byte offset of a JSON error to line:column.
func JSONPlace(data []byte, err error) string {
	offset := int64(len(data))
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = e.Offset
	} else if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		offset = 0
	}
	return Place(data, int(min(offset, int64(len(data)))))
}

// Place is line:column, in characters, of the byte that ends at an offset.
func Place(data []byte, offset int) string {
	before := data[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("%d:%d", line, max(column, 1))
}

// UTF8 returns the offset of the first byte that is not valid UTF-8, or -1
// if all are valid.
func UTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for at := 0; at < len(data); {
		c, size := utf8.DecodeRune(data[at:])
		if c == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}
