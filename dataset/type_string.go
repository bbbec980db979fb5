package dataset

import (
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"hachinohe.example/opendata/internal/lang"
)

// String is text of one line.
const String stringType = "string"

type stringType string

func (t stringType) Definition() Definition {
	return Definition{Name: string(t), Field: reflect.TypeFor[string](), JSON: JSONString, Text: true, Ordered: true}
}

// Parse refuses what would make one cell mean different things to
// different readers: line breaks (L1-14; Unicode's own ones, too), layout spaces (L1-06), control
// characters, and what spreadsheet programs run as a formula (csv_injection.go).
func (stringType) Parse(cell string) (Value, lang.Text) {
	if !utf8.ValidString(cell) {
		return Value{}, lang.T("UTF-8 ではない文字があります", "contains bytes that are not UTF-8")
	}
	if strings.ContainsFunc(cell, breaksLine) {
		return Value{}, lang.T("改行・タブなどの制御文字は使えません。1件を1行で入力してください",
			"line breaks, tabs and other control characters are not allowed: one record, one line")
	}
	if strings.TrimSpace(cell) != cell {
		return Value{}, lang.T("前後の空白を削除してください", "remove the spaces around the text")
	}
	if wrong := formula(cell); !wrong.Empty() {
		return Value{}, wrong
	}
	if utf8.RuneCountInString(cell) > maxText {
		return Value{}, lang.T("文字数が多すぎます（32,767字まで）", "text too long (at most 32,767 characters)")
	}
	return Value{Text: cell}, lang.Text{}
}

func breaksLine(r rune) bool { return unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp) }

func (stringType) Append(dst []byte, v Value) []byte { return append(dst, v.Text...) }

// Compare orders texts by code point.
func (stringType) Compare(a, b Value) int { return strings.Compare(a.Text, b.Text) }
