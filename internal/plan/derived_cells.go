package plan

import (
	"fmt"
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
	b := cellsOf{d, from, points, rows}
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
}

func (b cellsOf) column(name string) table.Cells {
	converted := b.Frequency != series.AsPublished
	switch {
	case name == periodStart && converted:
		return b.values(func(p *series.Point) dataset.Value { return dataset.Value{Int: p.Start} })
	case name == periodEnd && converted:
		return b.values(func(p *series.Point) dataset.Value { return dataset.Value{Int: p.End} })
	case name == label && converted:
		return b.values(func(p *series.Point) dataset.Value { return word(labelOf(b.Frequency, p.Start)) })
	case name == value:
		return b.values(func(p *series.Point) dataset.Value { return p.Value })
	case name == status:
		return b.values(func(p *series.Point) dataset.Value { return dataset.Value{Text: codeOf(p.Status)} })
	case name == note:
		return b.notes()
	case name == baseDate:
		return b.single(name)
	case name == valueDate:
		return b.single(periodEnd)
	case name == observationCount:
		return b.values(func(p *series.Point) dataset.Value { return dataset.Value{Int: int64(p.Count)} })
	case name == complete:
		return b.values(func(p *series.Point) dataset.Value { return dataset.Value{Int: truth(p.Complete && !p.Against)} })
	}
	return b.taken(name)
}

func (b cellsOf) values(of func(*series.Point) dataset.Value) table.Cells {
	list := make([]dataset.Value, len(b.points))
	for i := range b.points {
		list[i] = of(&b.points[i])
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
	for i := range b.points {
		if !b.points[i].Single || b.points[i].Count == 0 {
			return b.values(func(p *series.Point) dataset.Value {
				if !p.Single || p.Count == 0 {
					return dataset.Value{Missing: true}
				}
				return b.from.Value(cells.Column, p.Row)
			})
		}
	}
	return cells
}

// notes says what a value spans, and why there is none, behind what was published.
func (b cellsOf) notes() table.Cells {
	at := b.from.Index(note)
	return b.values(func(p *series.Point) dataset.Value {
		published := dataset.Value{Missing: true}
		if p.Single {
			published = b.from.Value(at, p.Row)
		}
		if p.Undefined == "" && p.Status != series.Break && p.Complete && !p.Against {
			return published
		}
		return word(strings.Join(b.remarks(p, published.Text), "。"))
	})
}

func (b cellsOf) remarks(p *series.Point, published string) []string {
	var list []string
	if published != "" {
		list = append(list, strings.TrimSuffix(published, "。"))
	}
	switch {
	case p.Undefined != "":
		return append(list, "値なし（"+string(p.Undefined)+"）")
	case p.Status == series.Break:
		list = append(list, dayText(p.Broken)+"に時系列の断層がある")
	}
	switch {
	case p.Complete:
	case p.Single:
		list = append(list, "期間の途中まで（採用した値は"+dayText(b.from.Value(b.from.last, p.Row).Int)+"の値）")
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

// codeOf writes a status.
func codeOf(s series.Status) string {
	const codes = "ABEMP"
	if i := strings.IndexByte(codes, byte(s)); i >= 0 {
		return codes[i : i+1]
	}
	return string(rune(s))
}

func truth(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
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
