package dataset

import (
	"cmp"
	"reflect"
	"strconv"

	"hachinohe.example/opendata/internal/lang"
)

// Boolean is true or false.
const Boolean booleanType = "boolean"

type booleanType string

func (t booleanType) Definition() Definition {
	return Definition{Name: string(t), Field: reflect.TypeFor[bool](), JSON: JSONBoolean}
}

func (booleanType) Parse(cell string) (Value, lang.Text) {
	switch cell {
	case "true":
		return Value{Int: 1}, lang.Text{}
	case "false":
		return Value{}, lang.Text{}
	}
	return Value{}, lang.T("true か false で入力してください", "write true or false")
}

func (booleanType) Append(dst []byte, v Value) []byte { return strconv.AppendBool(dst, v.Int != 0) }

func (booleanType) Compare(a, b Value) int { return cmp.Compare(a.Int, b.Int) }
