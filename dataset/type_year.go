package dataset

import (
	"cmp"
	"reflect"
	"strconv"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/notation"
)

// YearType is years of four digits, YYYY. They are ordered, but not added up, and
// no periods: a column of them may as well hold fiscal years.
const YearType yearType = "year"

// Year is a cell that is a year, YYYY.
type Year string

type yearType string

func (t yearType) Definition() Definition {
	return Definition{Name: string(t), Field: reflect.TypeFor[Year](), JSON: JSONInteger, Ordered: true}
}

// firstYear is the first that is the same number in a cell and in JSON, which
// knows no leading zeros.
const firstYear = 1000

func (yearType) Parse(cell string) (Value, lang.Text) {
	year, err := strconv.ParseUint(cell, 10, 16)
	if err != nil || len(cell) != len("2006") || year < firstYear {
		return Value{}, notation.Year(cell)
	}
	return Value{Int: int64(year)}, lang.Text{}
}

func (yearType) Append(dst []byte, v Value) []byte { return strconv.AppendInt(dst, v.Int, 10) }

func (yearType) Compare(a, b Value) int { return cmp.Compare(a.Int, b.Int) }
