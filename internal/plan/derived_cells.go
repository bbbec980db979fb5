package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
)

// tableOf makes rows of the points of series. What is not computed is taken from
// the rows of the dataset.
func (d *Derivation) tableOf(schema dataset.Schema, from keyed, points []series.Point) *table.Table {
	rows := make([]uint32, len(points))
	for i := range points {
		rows[i] = uint32(points[i].Row) //nolint:gosec // rows of a table are numbered in 32 bits
	}
	b := cellsOf{Derivation: d, from: from, points: points, rows: rows}
	if d.Frequency != series.AsPublished {
		b.calendar, b.periods = d.Kept.calendar(d.Frequency, points)
	}
	columns := schema.Data()
	list := make([]table.Cells, len(columns))
	for i, c := range columns {
		list[i] = b.column(c.Name)
	}
	return table.Compose(schema, len(points), list)
}

// cellsOf makes the cells of points, column by column.
type cellsOf struct {
	*Derivation

	from   keyed
	points []series.Point
	rows   []uint32 // that the points are taken from

	calendar calendar // of the periods of the frequency; none: as published
	periods  []uint32 // the row of each point in it
}

func (b cellsOf) column(name string) table.Cells {
	converted := b.calendar.Table != nil
	switch {
	case name == periodStart && converted:
		return table.Cells{Of: b.calendar.Table, Column: calendarStart, Rows: b.periods}
	case name == periodEnd && converted:
		return table.Cells{Of: b.calendar.Table, Column: calendarEnd, Rows: b.periods}
	case name == label && converted:
		return table.Cells{Of: b.calendar.Table, Column: calendarLabel, Rows: b.periods}
	case name == value:
		return b.values()
	case name == status:
		return b.statuses()
	case name == note:
		return b.notes()
	case name == baseDate:
		return b.single(name)
	case name == valueDate:
		return b.single(periodEnd)
	case name == observationCount:
		return b.counts(name)
	case name == complete:
		return b.completeness()
	}
	return b.taken(name)
}

func (b cellsOf) values() table.Cells {
	list := make([]dataset.Value, len(b.points))
	for i := range b.points {
		list[i] = b.points[i].Value
	}
	return table.Cells{Values: list}
}

// taken is the cells of the observations.
func (b cellsOf) taken(name string) table.Cells {
	return table.Cells{Of: b.from.Table, Column: b.from.Index(name), Rows: b.rows}
}

// single is the cells of the observations, of points that are the value of one.
func (b cellsOf) single(name string) table.Cells {
	cells := b.taken(name)
	cells.Rows = slices.Clone(cells.Rows)
	for i := range b.points {
		if p := &b.points[i]; !p.Single || p.Count == 0 {
			cells.Rows[i] = table.NoRow
		}
	}
	return cells
}

// counts are taken from the numbers up to the greatest of them, which is small.
func (b cellsOf) counts(name string) table.Cells {
	rows, most := make([]uint32, len(b.points)), int32(0)
	for i := range b.points {
		rows[i], most = uint32(b.points[i].Count), max(most, b.points[i].Count) //nolint:gosec // not negative
	}
	numbers := make([]dataset.Value, most+1)
	for i := range numbers {
		numbers[i].Int = int64(i)
	}
	schema := dataset.Schema{Columns: []dataset.Column{{Name: name, Type: dataset.Integer}}}
	return table.Cells{Of: table.Compose(schema, len(numbers), []table.Cells{{Values: numbers}}), Rows: rows}
}

// statuses are few, and known.
func (b cellsOf) statuses() table.Cells {
	cells := table.Cells{Places: make([]uint8, len(b.points))}
	for i := range len(statuses) {
		cells.Values = append(cells.Values, dataset.Value{Text: statuses[i : i+1]})
	}
	for i := range b.points {
		cells.Places[i] = uint8(strings.IndexByte(statuses, byte(b.points[i].Status))) //nolint:gosec // the statuses are these
	}
	return cells
}

func (b cellsOf) completeness() table.Cells {
	cells := table.Cells{Values: []dataset.Value{{Int: 0}, {Int: 1}}, Places: make([]uint8, len(b.points))}
	for i := range b.points {
		if p := &b.points[i]; p.Complete && !p.Against {
			cells.Places[i] = 1
		}
	}
	return cells
}

// notes says what a value spans, and why there is none, behind what was published.
// Most values have no note, and the others have few different ones.
func (b cellsOf) notes() table.Cells {
	at := b.from.Index(note)
	var said []dataset.Value
	rows := make([]uint32, len(b.points))
	for i := range b.points {
		p := &b.points[i]
		published := dataset.Value{Missing: true}
		if p.Single && !b.from.Missing(at, int(p.Row)) {
			published = b.from.Value(at, int(p.Row))
		}
		if b.remarkable(p) {
			published = word(strings.Join(b.remarks(p, published.Text), "。"))
		}
		switch n := len(said); {
		case published.Missing:
			rows[i] = table.NoRow
			continue
		case n == 0 || said[n-1] != published:
			said = append(said, published)
		}
		rows[i] = uint32(len(said) - 1) //nolint:gosec // no more than there are points
	}
	once := table.Compose(dataset.Schema{Columns: []dataset.Column{b.from.Column(at)}}, len(said), []table.Cells{{Values: said}})
	return table.Cells{Of: once, Rows: rows}
}

// remarkable reports whether there is more to say of a value than was published.
func (cellsOf) remarkable(p *series.Point) bool {
	return p.Undefined != series.Defined || p.Status == series.Break || !p.Complete || p.Against
}

func (b cellsOf) remarks(p *series.Point, published string) []string {
	var list []string
	if published != "" {
		list = append(list, strings.TrimSuffix(published, "。"))
	}
	switch {
	case p.Undefined != series.Defined:
		return append(list, "値なし（"+p.Undefined.String()+"）")
	case p.Status == series.Break:
		list = append(list, dayText(p.Broken)+"に時系列の断層がある")
	}
	switch {
	case p.Complete:
	case p.Single:
		list = append(list, "期間の途中まで（採用した値は"+dayText(b.from.Value(b.from.last, int(p.Row)).Int)+"の値）")
	default:
		list = append(list, "期間の一部の値から算出")
	}
	if p.Against {
		list = append(list, "比べた期間は途中までの値")
	}
	return list
}

func dayText(d series.Day) string {
	return string(dataset.DateType.Append(nil, dataset.Value{Int: d}))
}

const day = 24 * 60 * 60 // seconds

// labelOf shows a period as the labels of the dataset do.
func labelOf(f series.Frequency, start series.Day) string {
	t := time.Unix(start*day, 0).UTC()
	year, month := strconv.Itoa(t.Year()), int(t.Month())
	switch f {
	case series.FiscalYear:
		return year + "年度"
	case series.Year:
		return year + "年"
	case series.Quarter:
		return fmt.Sprintf("%s年%d〜%d月", year, month, month+2) //nolint:mnd // three months
	case series.Month, series.AsPublished:
	}
	return year + "年" + strconv.Itoa(month) + "月"
}
