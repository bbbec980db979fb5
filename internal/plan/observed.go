package plan

import (
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Observed is an indicator, and which rows of a release are its values.
type Observed struct {
	ID, Name, NameEn string
	// Frequency is a code of SDMX CL_FREQ that says how often values are published,
	// and Words are the words beside it; empty: the release does not say.
	Frequency, Words string
	Values           *release.Set // nil: the release has none
	Of               table.Filter // selects the rows of the indicator among Values
	Valued           table.Filter // selects the rows that have a value among them
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
			k, err := keysOf(values)
			if o.Of, o.Valued = table.Equal(k.indicator, o.ID), k.valued(); err != nil {
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

// Names for other packages: of two datasets, and of the column with 会計年度, which
// begin on 1 April.
const (
	ValuesID   = observations
	AreasID    = areas
	FiscalYear = fiscalYear
)
