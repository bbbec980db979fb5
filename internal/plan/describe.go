package plan

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
	"hachinohe.example/opendata/internal/warning"
)

// About says which indicators and areas rows are of, and what to know before using
// them.
type About struct {
	Indicators []IndicatorInfo
	Areas      []AreaInfo
	Warnings   []warning.Warning
}

// maxDescribed bounds the rows that are looked at to say what they are about; of
// more nothing is said.
const maxDescribed = 100_000

// Describe says what long rows are about, of those that satisfy a query.
func (d *Derivation) Describe(ctx context.Context, rel *release.Release, long *release.Set, where table.Query) (About, error) {
	var about About
	where.Sort, where.Offset, where.Limit, where.After = nil, 0, maxDescribed+1, nil
	rows, err := long.Table.Select(ctx, where)
	if err != nil || len(rows.Index) > maxDescribed {
		return about, err
	}
	k, err := keysOf(long)
	if err != nil {
		return about, nil //nolint:nilerr // an older release, of which less is said
	}
	of := describer{keyed: k, complete: long.Table.Index(complete)}
	stored := describer{complete: -1}
	if stored.keyed, err = keysOf(d.values); err != nil {
		return about, nil //nolint:nilerr // as above
	}
	k.each(rows.Index, func(rows []int) {
		of.series(rows)
		if err == nil {
			err = stored.behind(ctx, &of, rows)
		}
	})
	if err != nil {
		return about, err
	}
	known, err := d.facts(ctx, rel)
	if err != nil {
		return about, err
	}
	for _, key := range of.indicators {
		info := known.indicator(key)
		info.Unit, info.Decimals = d.unit(info.Unit), d.decimals(info.Decimals)
		about.Indicators = append(about.Indicators, info)
	}
	slices.Sort(of.areas)
	for _, key := range slices.Compact(of.areas) {
		about.Areas = append(about.Areas, known.area(key))
	}
	about.Warnings = append(append(about.Warnings, stored.warnings(known)...), of.warnings(known)...)
	for _, f := range d.left {
		about.Warnings = append(about.Warnings, f.warning(known))
	}
	return about, nil
}

// describer goes through rows, series by series.
type describer struct {
	keyed

	complete          int // column; -1: not computed
	indicators, areas []string
	found             []finding
}

// finding is the rows of one indicator that a warning is about.
type finding struct {
	code        warning.Code
	indicator   string
	area        string // empty: several
	first, last int    // rows
	count       int
	place       warning.Place
}

func (d *describer) series(rows []int) {
	indicator, area := d.Text(d.indicator, rows[0]), d.Text(d.area, rows[0])
	if n := len(d.indicators); n == 0 || d.indicators[n-1] != indicator {
		d.indicators = append(d.indicators, indicator)
	}
	d.areas = append(d.areas, area)
	for _, row := range rows {
		switch {
		case d.Missing(d.value, row):
			d.note(warning.MissingValue, indicator, area, row)
			continue
		case d.complete >= 0 && d.status >= 0 && warningOf(d.Value(d.status, row)) == warning.SeriesBreak:
			d.note(warning.SeriesBreak, indicator, area, row)
		}
		if d.complete >= 0 && d.Value(d.complete, row).Int == 0 {
			d.note(warning.IncompletePeriod, indicator, area, row)
		}
	}
}

// behind looks at the published values behind the shown rows of one series: the
// status of a break hides that they are computed (SDMX: B before E), and its row may
// not be shown. Computed rows say themselves what they span.
func (d *describer) behind(ctx context.Context, shown *describer, rows []int) error {
	if d.status < 0 {
		return nil
	}
	indicator, area := shown.Text(shown.indicator, rows[0]), shown.Text(shown.area, rows[0])
	from, to := shown.Value(shown.first, rows[0]).Int, shown.Value(shown.last, rows[len(rows)-1]).Int
	all, err := d.Select(ctx, table.Query{Filters: []table.Filter{table.Equal(d.indicator, indicator), table.Equal(d.area, area)}})
	if err != nil {
		return err
	}
	computed := slices.ContainsFunc(all.Index, func(row int) bool { return warningOf(d.Value(d.status, row)) == warning.ComputedValue })
	for _, row := range all.Index {
		if d.Value(d.last, row).Int < from || d.Value(d.first, row).Int > to || d.Missing(d.value, row) {
			continue
		}
		if computed {
			d.note(warning.ComputedValue, indicator, area, row)
		}
		switch c := warningOf(d.Value(d.status, row)); {
		case c == warning.ProvisionalValue, c == warning.SeriesBreak && shown.complete < 0:
			d.note(c, indicator, area, row)
		}
	}
	return nil
}

// warningOf is what a status is a reason to say.
func warningOf(status dataset.Value) warning.Code {
	if status.Missing {
		return ""
	}
	switch series.Status(status.Text[0]) {
	case series.Break:
		return warning.SeriesBreak
	case series.Estimated:
		return warning.ComputedValue
	case series.Provisional:
		return warning.ProvisionalValue
	case series.Normal, series.Missing:
	}
	return ""
}

func (d *describer) note(c warning.Code, indicator, area string, row int) {
	i := slices.IndexFunc(d.found, func(f finding) bool { return f.code == c && f.indicator == indicator })
	if i < 0 {
		d.found = append(d.found, finding{code: c, indicator: indicator, area: area, first: row, last: row, count: 1})
		return
	}
	f := &d.found[i]
	if f.area != area {
		f.area = ""
	}
	if d.Value(d.first, row).Int < d.Value(d.first, f.first).Int {
		f.first = row
	}
	if d.Value(d.last, row).Int > d.Value(d.last, f.last).Int {
		f.last = row
	}
	f.count++
}

// warnings says what was found, one warning for each code and indicator.
func (d *describer) warnings(known facts) []warning.Warning {
	var list []warning.Warning
	for _, f := range d.found {
		f.place = d.place(f)
		list = append(list, f.warning(known))
	}
	return list
}

// place is the series and the days that a finding is about.
func (k keyed) place(f finding) warning.Place {
	return warning.Place{IndicatorID: f.indicator, AreaCode: f.area, PeriodStart: k.Text(k.first, f.first), PeriodEnd: k.Text(k.last, f.last)}
}

func (f finding) warning(known facts) warning.Warning {
	i, count, what := known.indicator(f.indicator), strconv.Itoa(f.count), meaning(f.code)
	return warning.New(f.code, lang.T(
		"「"+cmp.Or(i.Name, i.ID)+"」の"+count+"件の値（"+f.place.PeriodStart+"〜"+f.place.PeriodEnd+"）"+what.Ja,
		cmp.Or(i.NameEn, i.ID)+", "+count+" value(s) ("+f.place.PeriodStart+" to "+f.place.PeriodEnd+"): "+what.En), f.place)
}

func meaning(c warning.Code) lang.Text {
	switch c {
	case warning.SeriesBreak:
		return lang.T("に時系列の断層があります。その前後の値は、そのままでは比べられません（status=B）", "a break of the series; values before and behind it cannot be compared as they are (status=B)")
	case warning.ComputedValue:
		return lang.T("は推計または計算した値で、統計の出典が示した値ではありません（status=E。断層ではB）", "estimated or computed, not figures of the statistical source itself (status=E, or B at a break)")
	case warning.ProvisionalValue:
		return lang.T("は速報値で、訂正されることがあります（status=P）", "provisional, may be revised (status=P)")
	case warning.MissingValue:
		return lang.T("がありません。欠測と計算できない値は、0ではありません（status=M）", "missing or not defined, which is not zero (status=M)")
	case warning.IncompletePeriod:
		return lang.T("は、期間の終わりまでの値を含みません（complete=false）", "does not cover the period to its end (complete=false)")
	case warning.LongerPeriod:
		return lang.T("は、指定された frequency の期間に収まらないため、除きました", "of periods that do not lie within one of the frequency, left out")
	case warning.NoRows, warning.Overdue:
	}
	return lang.Text{}
}

// NewestDay is the last day (YYYY-MM-DD) that a value of an indicator is about, whatever
// is asked for; empty if it has none.
func (d *Derivation) NewestDay(ctx context.Context, indicator string) (string, error) {
	k, err := keysOf(d.values)
	if err != nil {
		return "", nil //nolint:nilerr // an older release, of which less is said
	}
	rows, err := k.Select(ctx, table.Query{
		Filters: []table.Filter{table.Equal(k.indicator, indicator), k.valued()},
		Sort:    []table.SortKey{{Column: k.last, Descending: true}}, Limit: 1,
	})
	if err != nil || len(rows.Index) == 0 {
		return "", err
	}
	return k.Text(k.last, rows.Index[0]), nil
}
