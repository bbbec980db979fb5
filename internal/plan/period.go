package plan

import (
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Bounds are what since and until say of the rows of a series.
type Bounds struct {
	Filters    []table.Filter
	Given      map[string]string // as they are written canonically
	Start, End string            // the days that they mean, both inclusive; empty: unbounded
}

// period reads the parameters that bound periods.
//
//nolint:gochecknoglobals // compiled once, like a pattern
var period = param.Compile[param.Period]()

// Period reads since and until: the period of a row lies between them, inclusive.
// What is wrong with them goes to p; the error is that the release does not have
// the column.
func (s Series) Period(p *param.Values, set *release.Set) (Bounds, error) {
	b := Bounds{Given: make(map[string]string)}
	if s.First == "" {
		return b, nil // unknown parameters
	}
	p.CorrectBy(param.CorrectTime)
	asks := period.Read(p)
	if asks.Since != nil {
		b.Start, _ = b.day(p, "since", *asks.Since)
	}
	if asks.Until != nil {
		_, b.End = b.day(p, "until", *asks.Until)
	}
	if b.Start != "" && b.End != "" && b.Start > b.End {
		p.Fail("since", lang.T("since（"+b.Start+"）が until（"+b.End+"）より後になっています。2つの値を入れ替えてください",
			"since ("+b.Start+") is after until ("+b.End+"): swap the two values"))
	}
	return b, b.filter(set, s)
}

// day reads a parameter, and returns the first and the last day that it means.
func (b *Bounds) day(p *param.Values, name, text string) (first, last string) {
	first, last, ok := daysOf(text)
	if !ok {
		p.Fail(name, lang.T("実在する日・年月・年（暦年）を指定してください（例 "+name+"=2022-06-30、"+name+"=2022-06、"+name+"=2022）。年度は "+periodStart+".fiscal_year=2022 のように指定できます",
			"must be a day, month or calendar year that exists, such as "+name+"=2022-06-30, "+name+"=2022-06 or "+name+"=2022; for a fiscal year use "+periodStart+".fiscal_year=2022"))
		return "", ""
	}
	b.Given[name] = text
	return first, last
}

// daysOf returns the first and the last day of a day, a month or a year.
func daysOf(text string) (first, last string, ok bool) {
	for _, of := range []struct {
		layout              string
		years, months, days int // to the last day
	}{{layout: time.DateOnly}, {"2006-01", 0, 1, -1}, {"2006", 1, 0, -1}} {
		if t, err := time.Parse(of.layout, text); err == nil && len(text) == len(of.layout) {
			return t.Format(time.DateOnly), t.AddDate(of.years, of.months, of.days).Format(time.DateOnly), true
		}
	}
	return "", "", false
}

// filter selects the rows within the bounds.
func (b *Bounds) filter(set *release.Set, s Series) error {
	for _, end := range []struct {
		day, column string
		op          table.Op
	}{{b.Start, s.First, table.Ge}, {b.End, s.Last, table.Le}} {
		if end.day == "" {
			continue
		}
		i, err := column(set, end.column)
		if err != nil {
			return err
		}
		value, _ := dataset.DateType.Parse(end.day) // written by daysOf
		b.Filters = append(b.Filters, table.Filter{Column: i, Op: end.op, Values: []dataset.Value{value}})
	}
	return nil
}
