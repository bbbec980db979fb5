package table

import (
	"fmt"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/columnar"
	"hachinohe.example/opendata/internal/lang"
)

// Applies reports whether the bucket can be asked of a column of type t.
func (b Bucket) Applies(t dataset.Type) bool {
	_, dated := t.(dataset.Calendar)
	return b == "" || dated
}

// named returns the definition of the column that a bucket makes of another.
func (b Bucket) named(c dataset.Column) dataset.Column {
	if b == "" {
		return c
	}
	var label lang.Text
	var kind dataset.Type = dataset.Integer
	switch b {
	case FiscalYear:
		label = lang.T("年度", "fiscal year, from April")
	case Year:
		label = lang.T("年", "year")
	case Quarter:
		label, kind = lang.T("四半期（暦年）", "quarter of the calendar year"), dataset.String
	case Month:
		label, kind = lang.T("年月", "month"), dataset.MonthType
	}
	return dataset.Column{
		Name: c.Name + "_" + string(b), Type: kind, Meaning: c.Meaning,
		Title: lang.T(c.Title.Ja+"（"+label.Ja+"）", c.Title.En+" ("+label.En+")"),
	}
}

const (
	monthsOfYear    = 12
	monthsOfQuarter = 3
	april           = 3 // months since January
)

// of returns the bucket that a month lies in.
func (b Bucket) of(month dataset.Value) dataset.Value {
	months := month.Int // since January of year 0
	switch b {
	case FiscalYear:
		return dataset.Value{Int: (months+monthsOfYear-april)/monthsOfYear - 1}
	case Year:
		return dataset.Value{Int: months / monthsOfYear}
	case Quarter:
		return dataset.Value{Text: fmt.Sprintf("%04d-Q%d", months/monthsOfYear, months%monthsOfYear/monthsOfQuarter+1)}
	case Month:
	}
	return dataset.Value{Int: months}
}

// bucketed puts the listed dates of a column into buckets. It returns the
// column of the buckets, without rows, and the bucket of each code; dates are
// in order, so buckets are.
func (b Bucket) bucketed(c *columnar.Column) (columnar.Column, []uint32) {
	var values []dataset.Value
	place := make([]uint32, c.Size+1)
	calendar, dated := c.Type.(dataset.Calendar)
	var before dataset.Value // month
	for code := uint64(0); dated && code < c.Size; code++ {
		if month := calendar.Month(c.Values[code]); code == 0 || month != before {
			before = month
			if v := b.of(month); code == 0 || values[len(values)-1] != v {
				values = append(values, v)
			}
		}
		place[code] = uint32(len(values) - 1) //nolint:gosec // no more than there are codes
	}
	out := columnar.NewListed(b.named(c.Column), values)
	out.AnyMissing = c.AnyMissing
	place[c.Size] = uint32(out.Size) //nolint:gosec // no more than there are codes
	return out, place
}
