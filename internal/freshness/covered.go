package freshness

import (
	"context"
	"slices"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// Period is days, both inclusive.
//
//	@Description	期間（最初の日と最後の日）。 / A period: its first and its last day.
type Period struct {
	Start string `json:"start" format:"date"`
	End   string `json:"end"   format:"date"`
}

// coverage is which days the rows of a dataset are about: all of them, and the
// newest of their periods, which is the one that ends last; of several, the
// shortest.
type coverage struct{ all, newest Period }

// coverageOf finds which days the rows that satisfy some conditions are about;
// false if they are about none. Missing cells are passed over.
func coverageOf(ctx context.Context, set *release.Set, where ...table.Filter) (c coverage, found bool, err error) {
	first, last := periodColumns(set)
	if first < 0 {
		return c, false, nil
	}
	t := set.Table
	ends, err := t.Group(ctx, table.Query{Filters: where}, table.Grouping{Aggregates: []table.Aggregate{
		{Func: table.Min, Column: first}, {Func: table.Max, Column: last},
	}})
	const from, to = 0, 1 // the columns of ends
	if err != nil || ends.Len() == 0 || ends.Missing(from, 0) || ends.Missing(to, 0) {
		return c, false, err
	}
	c.all = between(t.Column(first), ends.Text(from, 0), t.Column(last), ends.Text(to, 0))
	rows, err := t.Select(ctx, table.Query{
		Filters: append(slices.Clone(where), table.Filter{Column: last, Op: table.Eq, Values: []dataset.Value{ends.Value(to, 0)}}),
		Sort:    []table.SortKey{{Column: first, Descending: true}}, Limit: 1,
	})
	if err != nil || len(rows.Index) == 0 {
		return c, false, err
	}
	c.newest = between(t.Column(first), t.Text(first, rows.Index[0]), t.Column(last), ends.Text(to, 0))
	return c, true, nil
}

// between is the period from the first day of one cell to the last of another.
func between(first dataset.Column, from string, last dataset.Column, to string) Period {
	begin, _ := days(first, from)
	_, end := days(last, to)
	return Period{Start: begin.Format(time.DateOnly), End: end.Format(time.DateOnly)}
}

// periodColumns are the columns with the first and the last day that a row is
// about: those that the plan's datasets name so, otherwise the first and the last
// column of time in the key; -1 if there are none. Other days, such as those of
// baselines, say something else.
func periodColumns(set *release.Set) (first, last int) {
	values := plan.Observations()
	if first, last = set.Table.Index(values.First), set.Table.Index(values.Last); first >= 0 && last >= 0 {
		return first, last
	}
	var keyed []int
	for i, c := range set.Schema.Data() {
		if isTime(c) && slices.Contains(set.Schema.Key, c.Name) {
			keyed = append(keyed, i)
		}
	}
	if len(keyed) == 0 {
		return -1, -1
	}
	return keyed[0], keyed[len(keyed)-1]
}

func isTime(c dataset.Column) bool {
	return c.Type == dataset.DateType || c.Type == dataset.MonthType || c.Type == dataset.YearType || c.Name == plan.FiscalYear
}

// days are the first and the last day of a cell of time.
func days(c dataset.Column, cell string) (first, last time.Time) {
	const april = 3 // months after January
	switch {
	case c.Name == plan.FiscalYear:
		return reaching("2006", cell, april, monthsOfYear)
	case c.Type == dataset.MonthType:
		return reaching("2006-01", cell, 0, 1)
	case c.Type == dataset.YearType:
		return reaching("2006", cell, 0, monthsOfYear)
	}
	return reaching(time.DateOnly, cell, 0, 0)
}

const monthsOfYear = 12

// reaching reads a time that begins some months later than it says, and lasts so
// many months; a day lasts none.
func reaching(layout, cell string, later, months int) (first, last time.Time) {
	t, err := time.Parse(layout, cell)
	if err != nil {
		return t, t // of a checked table, no cell is wrong
	}
	first = t.AddDate(0, later, 0)
	if months == 0 {
		return first, first
	}
	return first, first.AddDate(0, months, -1)
}
