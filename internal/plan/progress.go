package plan

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/progress"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
	"hachinohe.example/opendata/internal/warning"
)

// Progress reads what the progress of indicators is computed from out of a release.
type Progress struct {
	indicators, observations *release.Set

	release *release.Release
	values  observationColumns
}

// observationColumns are those of observations. All but the status must be there.
type observationColumns struct{ parent, area, start, end, value, status int }

// NewProgress looks up what it reads of a resource in a release: the indicators, or
// those of the fictional sample.
func NewProgress(rel *release.Release, of Resource) (*Progress, error) {
	p := &Progress{release: rel}
	var err error
	if p.indicators, err = find(rel, of.Dataset); err != nil {
		return nil, err
	}
	if p.observations, err = find(rel, of.Series.Dataset); err != nil {
		return nil, err
	}
	if _, err = column(p.indicators, id); err != nil {
		return nil, err
	}
	v := &p.values
	for _, c := range []struct {
		name string
		to   *int
	}{{indicatorID, &v.parent}, {areaCode, &v.area}, {periodStart, &v.start}, {periodEnd, &v.end}, {value, &v.value}} {
		if *c.to, err = column(p.observations, c.name); err != nil {
			return nil, err
		}
	}
	v.status = p.observations.Table.Index(status)
	return p, nil
}

// Set is the dataset of indicators.
func (p *Progress) Set() *release.Set { return p.indicators }

// Reach returns how many rows may have to be looked at for one indicator.
func (p *Progress) Reach(ctx context.Context, row int, area string) int {
	return p.observations.Table.Reach(ctx, p.of(row, area))
}

// of selects the values of an indicator in an area.
func (p *Progress) of(row int, area string) []table.Filter {
	return []table.Filter{table.Equal(p.values.parent, cell(p.indicators, id, row)), table.Equal(p.values.area, area)}
}

// indicator is what the release says of the indicator in a row; a column that it
// does not have is not set. It says nothing of areas: baseline and target are the
// city's.
func (p *Progress) indicator(row int, area string) progress.Indicator {
	set, key := p.indicators, cell(p.indicators, id, row)
	in := progress.Indicator{
		ID: key, AreaCode: area, Record: record(p.indicators, key), Release: p.release.Number,
		Desired:  dataset.Direction(cell(set, desiredDirection, row)),
		Baseline: cellValue(set, baseline, row), BaselineDate: cellValue(set, baselineDate, row),
		Target: cellValue(set, target, row), TargetLower: cellValue(set, targetLower, row), TargetUpper: cellValue(set, targetUpper, row),
		TargetFiscalYear: int(cellValue(set, targetFiscalYear, row).Int),
	}
	if area != dataset.CityCode {
		return in.Elsewhere()
	}
	return in
}

// record is the key of a record of a dataset, in one text.
func record(set *release.Set, key ...string) string { return set.ID + "/" + strings.Join(key, "/") }

// maxValues bounds the values of a series whose progress is judged: all of them
// are inputs, and stand in the response.
const maxValues = 50_000

// series reads the values of an indicator in an area, in the order of the ends of
// their periods.
func (p *Progress) series(ctx context.Context, row int, area string) ([]progress.Observation, error) {
	t, c := p.observations.Table, p.values
	rows, err := t.Select(ctx, table.Query{Filters: p.of(row, area), Limit: maxValues + 1})
	switch {
	case err != nil:
		return nil, err
	case len(rows.Index) > maxValues:
		return nil, fault.New(fault.TooLarge, lang.Textf("値が%d件を超える系列の進捗は計算できません", "the progress of a series of more than %d values cannot be computed", maxValues),
			lang.T("値は observations で取得できます", "its values are at observations"))
	}
	list := make([]progress.Observation, 0, len(rows.Index))
	for _, row := range rows.Index {
		o := progress.Observation{Start: t.Value(c.start, row).Int, End: t.Value(c.end, row).Int, Value: t.Value(c.value, row), Release: p.release.Number}
		if c.status >= 0 {
			o.Status = dataset.ObservationStatus(t.Text(c.status, row))
		}
		o.Record = record(p.observations, t.Text(c.parent, row), area, t.Text(c.start, row), t.Text(c.end, row))
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b progress.Observation) int { return cmp.Compare(a.End, b.End) })
	return list, nil
}

// IndicatorProgress is an indicator, its series in an area, and the progress of it
// by every method.
//
//	@Description	指標の進捗。dateは最新の値の時点で、どの手法の結果もその日のもの。 / The progress of an indicator; date is that of the newest value, and every result is of that day.
type IndicatorProgress struct {
	IndicatorID    string                    `json:"indicator_id"`
	Name           string                    `json:"name"`
	NameEn         string                    `json:"name_en"`
	Kind           string                    `json:"kind"`
	Unit           string                    `json:"unit"`
	Frequency      string                    `json:"frequency"`
	AreaCode       string                    `json:"area_code"`
	Series         progress.SeriesFacts      `json:"series"`
	Date           string                    `json:"date,omitempty"`
	Status         progress.StatusAnswer     `json:"status"`
	Linear         progress.LinearAnswer     `json:"linear"`
	CAGR           progress.CAGRAnswer       `json:"cagr"`
	RequiredChange progress.RequiredAnswer   `json:"required_change"`
	Projection     progress.ProjectionAnswer `json:"projection"`
}

// Of is the progress of the indicator in a row, and what to know before relying on
// it.
func (p *Progress) Of(ctx context.Context, row int, area string) (IndicatorProgress, []warning.Warning, error) {
	indicator := p.indicator(row, area)
	list, err := p.series(ctx, row, area)
	if err != nil {
		return IndicatorProgress{}, nil, err
	}
	a := progress.Explain(&indicator, list)
	if len(list) == 0 {
		a.Warnings = append(a.Warnings, warning.New(warning.NoRows, lang.T("この地域の値はありません", "there are no values of this area"),
			warning.Place{IndicatorID: indicator.ID, AreaCode: area}))
	}
	return IndicatorProgress{
		IndicatorID: indicator.ID, Name: cell(p.indicators, name, row), NameEn: cell(p.indicators, nameEn, row), Kind: cell(p.indicators, kind, row),
		Unit: cell(p.indicators, unit, row), Frequency: cell(p.indicators, frequency, row), AreaCode: area,
		Series: progress.FactsOf(list), Date: a.Date, Status: a.Status, Linear: a.Linear, CAGR: a.CAGR, RequiredChange: a.RequiredChange, Projection: a.Projection,
	}, a.Warnings, nil
}

// AllRows is how many rows are looked at for all indicators, at most: theirs and
// those of their values.
func (p *Progress) AllRows() int { return p.indicators.Table.Len() + p.observations.Table.Len() }
