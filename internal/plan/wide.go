package plan

import (
	"context"
	"fmt"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
)

// maxWide bounds the series that are columns of one answer.
const maxWide = 200

// leading is how many columns stand before those of series.
const leading = 3

// Shown is the dataset of what is returned, without rows: of the rows of Long, or of
// a period each with a column for each series.
func (d *Derivation) Shown(ctx context.Context, rel *release.Release, set *release.Set) (*release.Set, error) {
	if !d.Wide {
		return d.Long(set), nil
	}
	if err := d.findSeries(ctx, set); err != nil {
		return nil, err
	}
	wide := release.Set{Dataset: set.Dataset}
	wide.Schema = dataset.Schema{Key: []string{periodStart, periodEnd}, Order: []string{periodStart, periodEnd}}
	for _, name := range []string{periodStart, periodEnd, label} {
		i, err := column(set, name)
		if err != nil {
			return nil, err
		}
		wide.Schema.Columns = append(wide.Schema.Columns, set.Table.Column(i))
	}
	known, err := d.facts(ctx, rel)
	if err != nil {
		return nil, err
	}
	taken := make(map[string]bool)
	for _, k := range d.columns {
		i := known.indicator(k.indicator)
		wide.Schema.Columns = append(wide.Schema.Columns, dataset.Column{
			Name: k.columnName(taken), Title: seriesTitle(i, known.area(k.area)), Type: dataset.Number, Unit: d.unit(i.Unit),
			Meaning: lang.T("指標 "+k.indicator+"、地域 "+k.area+" の値", "Value of indicator "+k.indicator+" for area "+k.area),
		})
	}
	wide.Table = table.Compose(wide.Schema, 0, make([]table.Cells, len(wide.Schema.Columns)))
	return &wide, nil
}

// seriesKey names a series.
type seriesKey struct{ indicator, area string }

// columnName joins indicator and area to a name that no other series has.
func (k seriesKey) columnName(taken map[string]bool) string {
	plain := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, k.indicator+"_"+k.area)
	unique := plain
	for n := 2; taken[unique]; n++ {
		unique = fmt.Sprintf("%s_%d", plain, n)
	}
	taken[unique] = true
	return unique
}

// findSeries lists the series that are asked for.
func (d *Derivation) findSeries(ctx context.Context, set *release.Set) error {
	k, err := keysOf(set)
	if err != nil {
		return err
	}
	pairs, err := set.Table.Group(ctx, table.Query{Filters: d.Chosen}, table.Grouping{Keys: []table.Key{{Column: k.indicator}, {Column: k.area}}})
	if err != nil {
		return err
	}
	if pairs.Len() > maxWide {
		return fault.New(fault.Invalid, lang.T("パラメータに誤りがあります", "invalid parameters")).At("shape",
			lang.T(fmt.Sprintf("系列が%dあります。shape=wide は%d系列までです。indicator と area で絞るか、shape=long にしてください", pairs.Len(), maxWide),
				fmt.Sprintf("there are %d series, and shape=wide has at most %d: choose fewer with indicator and area, or use shape=long", pairs.Len(), maxWide)))
	}
	for row := range pairs.Len() {
		d.columns = append(d.columns, seriesKey{pairs.Text(0, row), pairs.Text(1, row)})
	}
	return nil
}

// Shaped is long rows as they are shown.
func (d *Derivation) Shaped(shown, long *release.Set) *release.Set {
	if !d.Wide {
		return long
	}
	from, _ := keysOf(long) // it was read before
	lists := make([][]series.Point, len(d.columns))
	next := 0
	from.each(from.All().Index, func(rows []int) {
		key := seriesKey{from.Text(from.indicator, rows[0]), from.Text(from.area, rows[0])}
		for d.columns[next] != key { // both are in the order of the key
			next++
		}
		for _, row := range rows {
			lists[next] = append(lists[next], from.point(row))
		}
	})
	periods, places := series.Align(lists)
	cells := make([]table.Cells, leading+len(lists))
	for i := range cells {
		cells[i].Values = make([]dataset.Value, len(periods))
	}
	labels := from.Index(label)
	for row, period := range periods {
		cells[0].Values[row], cells[1].Values[row] = dataset.Value{Int: period.First}, dataset.Value{Int: period.Last}
		for i := range lists {
			cells[leading+i].Values[row] = dataset.Value{Missing: true}
			if at := places[i][row]; at != series.None {
				cells[leading+i].Values[row] = lists[i][at].Value
				cells[2].Values[row] = from.Value(labels, int(lists[i][at].Row))
			}
		}
	}
	out := *shown
	out.Table = table.Compose(shown.Schema, len(periods), cells)
	return &out
}
