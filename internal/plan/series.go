package plan

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Series is a list that each record of a resource has: the rows of a dataset that
// name the record.
type Series struct {
	Path    string // behind the record
	Dataset string
	Parent  string // column that names the record
	// First and Last are the columns with the first and the last day of the period
	// that a row is about; empty: the rows are about none.
	First, Last string
}

// Observations are the values of an indicator over time.
func Observations() Series {
	return Series{Path: observations, Dataset: observations, Parent: indicatorID, First: periodStart, Last: periodEnd}
}

// Of selects the rows of a record.
func (s Series) Of(set *release.Set, record string) (table.Filter, error) {
	i, err := column(set, s.Parent)
	if err != nil {
		return table.Filter{}, err
	}
	return table.Equal(i, record), nil
}

// Scope names the rows of a record, for cursors, which are bound to it. Given is
// the canonical form of what Period read.
func (Series) Scope(record, given string) string { return record + "\n" + given }

// period reads the parameters that bound periods.
//
//nolint:gochecknoglobals // compiled once, like a pattern
var period = param.Compile[param.Period]()

// bound is a parameter that bounds the period of a row.
type bound struct {
	name   string
	text   *string
	column string
	op     table.Op
}

// Period reads since and until: the period of a row lies between them, inclusive.
// Given has them as they are written canonically. What is wrong with them goes to
// p; the error is that the release does not have the column.
func (s Series) Period(p *param.Values, set *release.Set) (filters []table.Filter, given map[string]string, err error) {
	given = make(map[string]string)
	if s.First == "" {
		return nil, given, nil // unknown parameters
	}
	p.CorrectBy(param.CorrectTime)
	asks := period.Read(p)
	for _, b := range []bound{{"since", asks.Since, s.First, table.Ge}, {"until", asks.Until, s.Last, table.Le}} {
		if b.text == nil {
			continue
		}
		i, err := column(set, b.column)
		if err != nil {
			return nil, nil, err
		}
		value, wrong := set.Table.Column(i).Parse(*b.text)
		if !wrong.Empty() || value.Missing {
			p.Fail(b.name, lang.T("実在する日付を YYYY-MM-DD の形で指定してください（例 "+b.name+"=2022-06-30）", "must be a day that exists, written YYYY-MM-DD, such as "+b.name+"=2022-06-30"))
			continue
		}
		filters = append(filters, table.Filter{Column: i, Op: b.op, Values: []dataset.Value{value}})
		given[b.name] = *b.text
	}
	return filters, given, nil
}
