package dataset

import (
	"cmp"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"hachinohe.example/opendata/internal/lang"
)

// Integer is whole numbers of at most 18 digits, which always fit 64 bits.
const Integer integerType = "integer"

type integerType string

func (t integerType) Definition() Definition {
	return Definition{
		Name: string(t), Field: reflect.TypeFor[int](),
		JSON: JSONInteger, Format: "int64", Number: true, Ordered: true,
	}
}

var integerPattern = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)

func (integerType) Parse(cell string) (Value, lang.Text) {
	if !integerPattern.MatchString(cell) {
		return Value{}, lang.T("整数ではありません。半角数字だけで入力してください（例 1234。桁区切り・単位・先頭の0は不可）",
			"not an integer: write digits only, such as 1234 (no separators, units or leading zeros)")
	}
	n, err := strconv.ParseInt(cell, 10, 64)
	if err != nil || len(strings.TrimLeft(cell, "-")) > MaxDigits {
		return Value{}, lang.T("数が大きすぎます（18桁まで）", "number too large (at most 18 digits)")
	}
	return Value{Int: n}, lang.Text{}
}

// Scan reads a cell without making a string of it.
func (integerType) Scan(cell []byte) (Value, bool) { return scanNumber(cell, false) }

func (integerType) Append(dst []byte, v Value) []byte { return strconv.AppendInt(dst, v.Int, 10) }

func (integerType) Compare(a, b Value) int { return cmp.Compare(a.Int, b.Int) }
