package plan

import (
	"fmt"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
)

// Calendars keeps the periods of frequencies, with their labels, so that rows of
// them are not written at each request.
type Calendars struct {
	made *cache.Memo[*table.Table]
}

// calendarBytes bounds the calendars that are kept, each counted by its rows.
const (
	calendarBytes = 4 << 20
	periodBytes   = 200
)

// NewCalendars returns Calendars that have made none yet.
func NewCalendars() *Calendars {
	return &Calendars{cache.NewMemo(cache.Options[string, *table.Table]{
		Limit: calendarBytes,
		Size:  func(_ string, t *table.Table) int { return periodBytes * t.Len() },
	})}
}

// The columns of a calendar.
const (
	calendarStart = iota
	calendarEnd
	calendarLabel
	calendarColumns
)

// of returns the periods of a frequency that points have, and the row of each.
func (c *Calendars) of(f series.Frequency, points []series.Point) (*table.Table, []uint32) {
	if len(points) == 0 {
		return nil, nil
	}
	first, last := points[0].Start, points[0].Start
	for i := range points {
		first, last = min(first, points[i].Start), max(last, points[i].Start)
	}
	rows := make([]uint32, len(points))
	for i := range points {
		rows[i] = uint32(f.Periods(first, points[i].Start)) //nolint:gosec // not negative, and few
	}
	if c == nil { // nothing is kept
		return calendar(f, first, last), rows
	}
	made, _ := c.made.Compute(fmt.Sprint(f, first, last), func() (*table.Table, error) {
		return calendar(f, first, last), nil
	})
	return made, rows
}

// calendar lists the periods of a frequency from that which begins on one day to
// that which begins on another.
func calendar(f series.Frequency, first, last series.Day) *table.Table {
	cells := make([]table.Cells, calendarColumns)
	for start := first; start <= last; start = f.After(start) {
		for i, v := range []dataset.Value{{Int: start}, {Int: f.After(start) - 1}, word(labelOf(f, start))} {
			cells[i].Values = append(cells[i].Values, v)
		}
	}
	schema := dataset.Schema{Columns: []dataset.Column{
		{Name: periodStart, Type: dataset.DateType}, {Name: periodEnd, Type: dataset.DateType}, {Name: label, Type: dataset.String},
	}}
	return table.Compose(schema, len(cells[0].Values), cells)
}
