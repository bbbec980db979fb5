package plan

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
	"hachinohe.example/opendata/internal/warning"
)

// maxDerived bounds the values that one request computes with: they are in memory
// at once.
const maxDerived = 100_000

// Reach is how many rows Rows may have to look at.
func (d *Derivation) Reach(ctx context.Context, set *release.Set) int {
	if d.Plain() {
		return 0 // what the query reaches is counted with it
	}
	return set.Table.Reach(ctx, d.Chosen)
}

// Rows derives rows, a row for each value. Within is what else holds of them, as
// conditions on the columns of Long.
func (d *Derivation) Rows(ctx context.Context, rel *release.Release, set *release.Set, within []table.Filter) (*release.Set, error) {
	if d.Kept == nil {
		return d.derive(ctx, rel, set, within)
	}
	key := fmt.Sprint(rel.Identity(), "\n", set.ID, "\n", d.Record, "\n", d.longGiven(), "\n", within)
	made, err := d.Kept.rows.Compute(key, func() (longRows, error) {
		long, err := d.derive(ctx, rel, set, within)
		return longRows{long, d.left}, err
	})
	d.left = made.left
	return made.set, err
}

// longGiven is the parameters that decide the long rows.
func (d *Derivation) longGiven() map[string]string {
	given := maps.Clone(d.Given)
	delete(given, "shape")
	return given
}

func (d *Derivation) derive(ctx context.Context, rel *release.Release, set *release.Set, within []table.Filter) (*release.Set, error) {
	from, err := keysOf(set)
	if err != nil {
		return nil, err
	}
	where := d.Chosen
	if !d.Computed() {
		where = append(slices.Clip(where), within...)
	}
	rows, err := bounded(ctx, set.Table, where)
	if err != nil {
		return nil, err
	}
	known, err := d.facts(ctx, rel)
	if err != nil {
		return nil, err
	}
	if d.Computed() {
		set = d.computed(set, from, rows, known)
		from, _ = keysOf(set) // it has the columns of the dataset
		if rows, err = bounded(ctx, set.Table, within); err != nil {
			return nil, err
		}
	}
	if d.Newest > 0 {
		rows = from.newest(rows, d.Newest)
	}
	if len(rows) == set.Table.Len() && !d.Labels {
		return set, nil
	}
	out := &release.Set{Dataset: set.Dataset}
	if d.Labels {
		out.Schema.Columns = append(slices.Clone(out.Schema.Columns), labelColumns()...)
	}
	out.Table = table.Compose(out.Schema, len(rows), d.labelled(from, set.Table, rows, known))
	return out, nil
}

// bounded finds rows, within bounds. The error is that of ctx, or says what to ask
// instead.
func bounded(ctx context.Context, t *table.Table, where []table.Filter) ([]int, error) {
	rows, err := t.Select(ctx, table.Query{Filters: where, Limit: maxDerived + 1})
	if err != nil {
		return nil, err
	}
	if len(rows.Index) > maxDerived {
		return nil, fault.New(fault.TooLarge,
			lang.T(fmt.Sprintf("計算に用いる値が多すぎます（%d件まで）", maxDerived), fmt.Sprintf("too many values to compute with (at most %d)", maxDerived)),
			lang.T("indicator と area で系列を絞ってください", "choose fewer series with indicator and area"))
	}
	return rows.Index, nil
}

// keyed is a table of values with the columns that tell series and periods apart.
type keyed struct {
	*table.Table

	indicator, area, first, last, value, status int
}

func keysOf(set *release.Set) (keyed, error) {
	k := keyed{Table: set.Table, status: set.Table.Index(status)}
	for _, c := range []struct {
		at   *int
		name string
	}{{&k.indicator, indicatorID}, {&k.area, areaCode}, {&k.first, periodStart}, {&k.last, periodEnd}, {&k.value, value}} {
		var err error
		if *c.at, err = column(set, c.name); err != nil {
			return k, err
		}
	}
	return k, nil
}

// valued keeps the rows that have a value.
func (k keyed) valued() table.Filter {
	return table.Filter{Column: k.value, Op: table.IsNull, Values: []dataset.Value{{Int: 0}}}
}

// same reports whether two rows are of one series.
func (k keyed) same(a, b int) bool {
	return k.Same(k.area, a, b) && k.Same(k.indicator, a, b)
}

// each calls f with the rows of one series after the other: rows stand in the order
// of their key.
func (k keyed) each(rows []int, f func(rows []int)) {
	if n := len(rows); n > 0 && k.same(rows[0], rows[n-1]) { // mostly there is one
		f(rows)
		return
	}
	for from, i := 0, 1; i <= len(rows) && len(rows) > 0; i++ {
		if i == len(rows) || !k.same(rows[i-1], rows[i]) {
			f(rows[from:i])
			from = i
		}
	}
}

// newest returns the last n rows of each series.
func (k keyed) newest(rows []int, n int) []int {
	var kept []int
	k.each(rows, func(rows []int) { kept = append(kept, rows[max(0, len(rows)-n):]...) })
	return kept
}

// statuses are the codes of the statuses that a value can have, in order.
const statuses = "ABEMP"

func (k keyed) point(row int) series.Point {
	s := series.Normal
	if k.status >= 0 {
		if text := k.Value(k.status, row).Text; len(text) == 1 && strings.Contains(statuses, text) {
			s = series.Status(text[0])
		}
	}
	return series.Observed(row, k.Value(k.first, row).Int, k.Value(k.last, row).Int, k.Value(k.value, row), s)
}

// computed is the values of a frequency, or compared, of the rows of some series.
func (d *Derivation) computed(set *release.Set, from keyed, rows []int, known facts) *release.Set {
	var out []series.Point
	points := make([]series.Point, 0, len(rows))
	d.left = nil
	from.each(rows, func(rows []int) {
		points = points[:0]
		for _, row := range rows {
			points = append(points, from.point(row))
		}
		step := series.StepOf(known.indicator(from.Text(from.indicator, rows[0])).Frequency)
		converted, left := series.Convert(points, d.Frequency, d.As, step)
		d.leave(from, rows, left)
		made := series.Transformed(converted, d.Frequency, d.Transform, d.Base)
		if out == nil && len(rows) == cap(points) { // nearly always one series
			out = made
			return
		}
		out = append(out, made...)
	})
	long := *d.Long(set)
	if d.Labels {
		long.Schema.Columns = long.Schema.Columns[:len(long.Schema.Columns)-len(labelColumns())]
	}
	long.Table = d.tableOf(long.Schema, from, out)
	return &long
}

// leave notes that a series has values that no period of the frequency holds.
func (d *Derivation) leave(from keyed, rows []int, n int) {
	if n == 0 {
		return
	}
	f := finding{
		code: warning.LongerPeriod, indicator: from.Text(from.indicator, rows[0]), area: from.Text(from.area, rows[0]),
		first: rows[0], last: rows[len(rows)-1], count: n,
	}
	f.place = from.place(f)
	d.left = append(d.left, f)
}

// labelled is the cells of rows, and the names of their indicators and areas where
// these are asked for.
func (d *Derivation) labelled(from keyed, t *table.Table, rows []int, known facts) []table.Cells {
	picked := make([]uint32, len(rows))
	for i, row := range rows {
		picked[i] = uint32(row) //nolint:gosec // rows of a table are numbered in 32 bits
	}
	cells := make([]table.Cells, 0, t.Columns()+4) //nolint:mnd // those of labelColumns
	for i := range t.Columns() {
		cells = append(cells, table.Cells{Of: t, Column: i, Rows: picked})
	}
	if !d.Labels {
		return cells
	}
	return append(cells, d.labels(from, rows, known)...)
}

// labels is the names of the indicators and areas of rows: of each series once.
func (d *Derivation) labels(k keyed, rows []int, known facts) []table.Cells {
	columns := labelColumns()
	names := make([]table.Cells, len(columns))
	places := make([]uint32, 0, len(rows))
	series := uint32(0)
	k.each(rows, func(rows []int) {
		indicator, area := known.indicator(k.Text(k.indicator, rows[0])), known.area(k.Text(k.area, rows[0]))
		digits := dataset.Value{Missing: true}
		if decimals := d.decimals(indicator.Decimals); decimals != nil {
			digits = dataset.Value{Int: int64(*decimals)}
		}
		for i, v := range []dataset.Value{word(indicator.Name), word(d.unit(indicator.Unit)), digits, word(area.Name)} {
			names[i].Values = append(names[i].Values, v)
		}
		for range rows {
			places = append(places, series)
		}
		series++
	})
	once := table.Compose(dataset.Schema{Columns: columns}, int(series), names)
	cells := make([]table.Cells, len(columns))
	for i := range cells {
		cells[i] = table.Cells{Of: once, Column: i, Rows: places}
	}
	return cells
}

// word is a text as a cell.
func word(text string) dataset.Value { return dataset.Value{Text: text, Missing: text == ""} }
