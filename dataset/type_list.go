package dataset

import (
	"reflect"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// ListType is texts, separated by ListSeparator in a cell.
const ListType listType = "list"

// List is a cell of strings separated by ListSeparator.
type List string

// ListSeparator stands between the items of a list in one cell
// (実践ガイドブック 452-1).
const ListSeparator = ";"

type listType string

func (t listType) Definition() Definition {
	return Definition{Name: string(t), Field: reflect.TypeFor[List](), JSON: JSONArray, Items: String, Text: true}
}

func (listType) Parse(cell string) (Value, lang.Text) {
	for item := range strings.SplitSeq(cell, ListSeparator) {
		if item == "" {
			return Value{}, lang.T("項目は空にせず、半角の ; で区切ってください（例 i-002;i-003）",
				"separate the items with ; and leave none empty, such as i-002;i-003")
		}
		if _, wrong := String.Parse(item); !wrong.Empty() {
			return Value{}, wrong
		}
	}
	return Value{Text: cell}, lang.Text{}
}

func (listType) Append(dst []byte, v Value) []byte { return append(dst, v.Text...) }

func (listType) Compare(a, b Value) int { return strings.Compare(a.Text, b.Text) }
