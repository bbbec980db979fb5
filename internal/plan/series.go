package plan

import (
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
