package dataset

import (
	"cmp"
	"reflect"
	"time"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/notation"
)

// DateType is calendar days, YYYY-MM-DD: days since 1970-01-01.
const DateType dateType = "date"

// Date is a cell that is a calendar day, YYYY-MM-DD.
type Date string

type dateType string

func (t dateType) Definition() Definition {
	return Definition{Name: string(t), Field: reflect.TypeFor[Date](), JSON: JSONString, Format: "date", Ordered: true}
}

const daySeconds = 24 * 60 * 60

func (dateType) Parse(cell string) (Value, lang.Text) {
	t, err := time.Parse(time.DateOnly, cell)
	if err != nil || len(cell) != len(time.DateOnly) {
		return Value{}, notation.Day(cell)
	}
	return Value{Int: floorDiv(t.Unix(), daySeconds)}, lang.Text{}
}

func (dateType) Append(dst []byte, v Value) []byte {
	return time.Unix(v.Int*daySeconds, 0).UTC().AppendFormat(dst, time.DateOnly)
}

func (dateType) Compare(a, b Value) int { return cmp.Compare(a.Int, b.Int) }

// Month returns the month that a day lies in.
func (dateType) Month(v Value) Value {
	t := time.Unix(v.Int*daySeconds, 0).UTC()
	return Value{Int: monthsSince0(t)}
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
