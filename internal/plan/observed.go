package plan

import (
	"context"
	"crypto/sha256"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// IsFiscalYear reports whether a column of the plan's datasets holds 会計年度, which
// begin on 1 April.
func IsFiscalYear(name string) bool { return name == fiscalYear }

// PeriodColumns are the columns with the first and the last day that a row of a
// dataset is about, as the plan's datasets name them; -1 if it has not both.
func PeriodColumns(set *release.Set) (first, last int) {
	first, last = set.Table.Index(periodStart), set.Table.Index(periodEnd)
	if first < 0 || last < 0 {
		return -1, -1
	}
	return first, last
}

// Observed is an indicator, and which rows of a release are its values.
type Observed struct {
	ID, Name, NameEn string
	// Frequency is a code of SDMX CL_FREQ that says how often values are published,
	// and Words are the words beside it; empty: the release does not say.
	Frequency, Words string
	Values           *release.Set // nil: the release has none
	Of               table.Filter // selects the rows of the indicator among Values
}

// ObservedOf lists the indicators of a release with their values, in its order.
// What the release does not have is left out.
func ObservedOf(rel *release.Release) []Observed {
	set, err := find(rel, indicators)
	if err != nil {
		return nil
	}
	ids, err := column(set, id)
	if err != nil {
		return nil
	}
	values, _ := find(rel, observations)
	list := make([]Observed, 0, set.Table.Len())
	for row := range set.Table.Len() {
		o := Observed{
			ID: set.Table.Text(ids, row), Name: cell(set, name, row), NameEn: cell(set, nameEn, row),
			Frequency: cell(set, frequency, row), Words: cell(set, frequencyNote, row), Values: values,
		}
		if values != nil {
			if o.Of, err = Observations().Of(values, o.ID); err != nil {
				o.Values = nil
			}
		}
		list = append(list, o)
	}
	return list
}

// cell is the notation of a cell, empty if the release does not have the column.
func cell(set *release.Set, name string, row int) string {
	i := set.Table.Index(name)
	if i < 0 {
		return ""
	}
	return set.Table.Text(i, row)
}

// DigestsOf sums up the rows of each indicator, so that two releases can be
// compared without keeping their rows. Digests are of the cells in their notation,
// under the names of their columns.
func DigestsOf(ctx context.Context, values *release.Set) (map[string][sha256.Size]byte, error) {
	parent := values.Table.Index(indicatorID)
	if parent < 0 {
		return nil, nil
	}
	digests, of, hash := make(map[string][sha256.Size]byte), "", sha256.New()
	end := func() {
		if of != "" {
			digests[of] = [sha256.Size]byte(hash.Sum(nil))
		}
	}
	var line []byte
	for row := range values.Table.Len() {
		if row%rowsPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if next := values.Table.Text(parent, row); next != of { // rows stand in the order of their key
			end()
			of = next
			hash.Reset()
		}
		line = line[:0]
		for i := range values.Table.Columns() {
			line = append(append(append(append(line, values.Table.Column(i).Name...), 0), values.Table.Text(i, row)...), 0)
		}
		hash.Write(append(line, '\n'))
	}
	end()
	return digests, nil
}

// rowsPerCheck is how many rows are read between two looks at whether the work is
// still wanted.
const rowsPerCheck = 1024

// ValuesID is the dataset that holds the values of indicators.
const ValuesID = observations
