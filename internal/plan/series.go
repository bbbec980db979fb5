package plan

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Observations returns the datasets that a series is read from: the observations
// and the indicators.
func Observations(rel *release.Release) (values, of *release.Set, err error) {
	if values, err = find(rel, observations); err != nil {
		return nil, nil, err
	}
	of, err = find(rel, indicators)
	return values, of, err
}

// OfIndicator selects the observations of an indicator.
func OfIndicator(set *release.Set, indicator string) (table.Filter, error) {
	i, err := column(set, indicatorID)
	if err != nil {
		return table.Filter{}, err
	}
	return table.Equal(i, indicator), nil
}

// bound is a parameter that bounds the period of an observation.
type bound struct {
	name, column string
	op           table.Op
}

// Period reads since and until: the period of an observation lies between them,
// inclusive. Given has them as they are written canonically. What is wrong with
// them goes to p; the error is that the release does not have the column.
func Period(p *param.Values, set *release.Set) (filters []table.Filter, given map[string]string, err error) {
	given = make(map[string]string)
	for _, b := range []bound{{"since", periodStart, table.Ge}, {"until", periodEnd, table.Le}} {
		text, ok := p.Text(b.name)
		if !ok {
			continue
		}
		i, err := column(set, b.column)
		if err != nil {
			return nil, nil, err
		}
		value, wrong := set.Table.Column(i).Parse(text)
		if !wrong.Empty() || value.Missing {
			p.Fail(b.name, lang.T("実在する日付を YYYY-MM-DD の形で指定してください（例 "+b.name+"=2022-06-30）", "must be a day that exists, written YYYY-MM-DD, such as "+b.name+"=2022-06-30"))
			continue
		}
		filters = append(filters, table.Filter{Column: i, Op: b.op, Values: []dataset.Value{value}})
		given[b.name] = text
	}
	return filters, given, nil
}
