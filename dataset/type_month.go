package dataset

import (
	"cmp"
	"reflect"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/notation"
)

// MonthType is calendar months, YYYY-MM: months since January of year 0.
const MonthType monthType = "yearmonth"

// YearMonth is a cell that is a calendar month, YYYY-MM.
type YearMonth string

type monthType string

func (t monthType) Definition() Definition {
	return Definition{Name: string(t), Field: reflect.TypeFor[YearMonth](), JSON: JSONString, Ordered: true}
}

const monthsOfYear = 12

func monthsSince0(t time.Time) int64 { return int64(t.Year())*monthsOfYear + int64(t.Month()) - 1 }

func (monthType) Parse(cell string) (Value, lang.Text) {
	t, err := time.Parse("2006-01", cell)
	if err != nil {
		return Value{}, notation.Month(cell)
	}
	return Value{Int: monthsSince0(t)}, lang.Text{}
}

func (monthType) Append(dst []byte, v Value) []byte {
	year := floorDiv(v.Int, monthsOfYear)
	dst = appendPadded(dst, year, len("2006"))
	return appendPadded(append(dst, '-'), v.Int-year*monthsOfYear+1, len("01"))
}

func (monthType) Compare(a, b Value) int { return cmp.Compare(a.Int, b.Int) }

// Month returns the month itself.
func (monthType) Month(v Value) Value { return v }

func appendPadded(dst []byte, n int64, width int) []byte {
	var buf [20]byte
	digits := strconv.AppendInt(buf[:0], n, 10)
	for range width - len(digits) {
		dst = append(dst, '0')
	}
	return append(dst, digits...)
}
