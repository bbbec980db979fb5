package plan

import (
	"fmt"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
)

// Derivations keeps what was derived last, so that the next page of it is not
// derived again, and the periods of frequencies with their labels, so that they are
// not written for each series.
type Derivations struct {
	calendars *cache.Memo[calendar]
	rows      *cache.Memo[longRows]
}

// longRows is what is derived of values, and what was left out.
type longRows struct {
	set  *release.Set
	left []finding
}

// What is kept, calendars counted by their rows, rows by their cells as histories
// are.
const (
	calendarBytes = 4 << 20
	periodBytes   = 200
	derivedBytes  = 16 << 20
)

// NewDerivations returns Derivations that have made nothing yet.
func NewDerivations() *Derivations {
	return &Derivations{
		cache.NewMemo(cache.Options[string, calendar]{
			Limit: calendarBytes,
			Size:  func(_ string, c calendar) int { return periodBytes * len(c.starts) },
		}),
		cache.NewMemo(cache.Options[string, longRows]{
			Limit: derivedBytes,
			Size:  func(_ string, r longRows) int { return cellBytes * r.set.Table.Len() * r.set.Table.Columns() },
		}),
	}
}

// The columns of a calendar.
const (
	calendarStart = iota
	calendarEnd
	calendarLabel
	calendarColumns
)

// calendar is the periods of a frequency.
type calendar struct {
	*table.Table

	starts []series.Day
}

// calendar returns the periods of a frequency that points have, and the row of each.
func (c *Derivations) calendar(f series.Frequency, points []series.Point) (calendar, []uint32) {
	if len(points) == 0 {
		return calendarOf(f, 0, -1), nil
	}
	first, last := points[0].Start, points[0].Start
	for i := range points {
		first, last = min(first, points[i].Start), max(last, points[i].Start)
	}
	var made calendar
	if c == nil { // nothing is kept
		made = calendarOf(f, first, last)
	} else {
		made, _ = c.calendars.Compute(fmt.Sprint(f, first, last), func() (calendar, error) {
			return calendarOf(f, first, last), nil
		})
	}
	rows := make([]uint32, len(points))
	at := 0
	for i := range points {
		start := points[i].Start
		if made.starts[at] > start { // the next series
			at = 0
		}
		for made.starts[at] < start {
			at++
		}
		rows[i] = uint32(at)
	}
	return made, rows
}

// calendarOf lists the periods of a frequency from that which begins on one day to
// that which begins on another.
func calendarOf(f series.Frequency, first, last series.Day) calendar {
	var starts []series.Day
	cells := make([]table.Cells, calendarColumns)
	for start := first; start <= last; start = f.After(start) {
		starts = append(starts, start)
		for i, v := range []dataset.Value{{Int: start}, {Int: f.After(start) - 1}, word(labelOf(f, start))} {
			cells[i].Values = append(cells[i].Values, v)
		}
	}
	schema := dataset.Schema{Columns: []dataset.Column{
		{Name: periodStart, Type: dataset.DateType}, {Name: periodEnd, Type: dataset.DateType}, {Name: label, Type: dataset.String},
	}}
	return calendar{table.Compose(schema, len(starts), cells), starts}
}
