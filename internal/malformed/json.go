package malformed

import (
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// JSON says where data is not the JSON that is expected, and what to write instead.
func JSON(data []byte, err error) (place string, wrong lang.Text) {
	e, ok := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case !ok:
		return syntaxPlace(data, err), syntaxMessage(err)
	case e.Offset == 0: // read by a type of its own, which does not know where it stands
		place = e.Field
	default:
		place = Place(data, int(min(e.Offset, int64(len(data)))))
	}
	found, _, _ := strings.Cut(e.Value, " ") // of "number 1.5", which no integer is
	name, is, write := e.Field, foundText(found), expected(e.Type)
	if name == "" {
		return place, lang.T(is.Ja+"になっています。"+write.Ja, "is "+is.En+": "+write.En)
	}
	return place, lang.T(name+" が"+is.Ja+"になっています。"+write.Ja, name+" is "+is.En+": "+write.En)
}

// foundText says what a value is, by the word of the package json.
func foundText(value string) lang.Text {
	switch value {
	case "string":
		return lang.T("文字列（\"…\"）", "a text (\"…\")")
	case "number":
		return lang.T("数", "a number")
	case "bool":
		return lang.T("真偽値（true か false）", "true or false")
	case "array":
		return lang.T("リスト（[…]）", "a list ([…])")
	case "object":
		return lang.T("オブジェクト（{…}）", "an object ({…})")
	}
	return lang.T(value, value)
}

// expected says what to write for a value of a type.
func expected(t reflect.Type) lang.Text {
	switch t.Kind() { //nolint:exhaustive // the types of which JSON values are here
	case reflect.Bool:
		return lang.T("引用符を付けずに true か false と指定してください", "write true or false, without quotation marks")
	case reflect.Int:
		return lang.T("引用符を付けずに整数を指定してください", "write a whole number, without quotation marks")
	case reflect.Pointer:
		return expected(t.Elem())
	case reflect.Slice:
		example := `["…", "…"]`
		if t.Elem().Kind() == reflect.Struct {
			example = "[" + object(t.Elem()) + ", …]"
		}
		return lang.T(example+" のようなリストで指定してください", "write a list, such as "+example)
	case reflect.Struct:
		example := object(t)
		return lang.T(example+" の形で指定してください", "write it as "+example)
	}
	return lang.T("\"…\" のように引用符で囲んで指定してください", "write it in quotation marks (\"…\")")
}

// object shows an object with the keys of a type.
func object(t reflect.Type) string {
	const shown = 3
	var keys []string
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" { // an embedded one
			continue
		}
		if len(keys) == shown {
			keys = append(keys, "…")
			break
		}
		keys = append(keys, `"`+name+`": …`)
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

func syntaxMessage(err error) lang.Text {
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

// syntaxPlace converts the byte offset of a syntax error to line:column.
func syntaxPlace(data []byte, err error) string {
	offset := int64(len(data))
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	} else if !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		offset = 0
	}
	return Place(data, int(min(offset, int64(len(data)))))
}
