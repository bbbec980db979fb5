package plan

import (
	"slices"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/series"
	"hachinohe.example/opendata/internal/table"
)

// The columns that derived rows have in addition to those of the values.
const (
	valueDate        = "value_date"
	observationCount = "observation_count"
	complete         = "complete"
	indicatorName    = "indicator_name"
	areaName         = "area_name"
)

// Long is the dataset of the rows that are derived, a row for each value, none of
// them yet; the dataset itself where they are its own.
func (d *Derivation) Long(set *release.Set) *release.Set {
	if !d.Computed() && !d.Labels {
		return set
	}
	if d.long == nil {
		d.long = d.newLong(set)
	}
	return d.long
}

func (d *Derivation) newLong(set *release.Set) *release.Set {
	long := release.Set{Dataset: set.Dataset}
	long.Schema.Columns = slices.Clone(set.Schema.Columns)
	if d.Computed() {
		d.say(long.Schema.Columns)
		long.Schema.Columns = append(long.Schema.Columns, computedColumns()...)
	}
	if d.Labels {
		long.Schema.Columns = append(long.Schema.Columns, labelColumns()...)
	}
	long.Table = table.Compose(long.Schema, 0, make([]table.Cells, len(long.Schema.Data())))
	return &long
}

// DerivedSet is the dataset of rows with everything that is derived, none of them
// yet.
func DerivedSet(set *release.Set) *release.Set {
	return (&Derivation{Frequency: series.FiscalYear, Labels: true}).Long(set)
}

// say writes into the definition of the value what it is.
func (d *Derivation) say(columns []dataset.Column) {
	i := slices.IndexFunc(columns, func(c dataset.Column) bool { return c.Name == value })
	if i < 0 {
		return
	}
	c, what := &columns[i], d.what()
	if what.Empty() {
		return
	}
	c.Unit = d.unit("")
	c.Title = lang.T(c.Title.Ja+"の"+what.Ja, c.Title.En+": "+what.En)
	c.Meaning = lang.T(c.Meaning.Ja+"。"+what.Ja, c.Meaning.En+"; "+what.En)
}

// what is made of the values; empty: they are shown as they are.
func (d *Derivation) what() lang.Text {
	switch d.Transform {
	case series.Change:
		return lang.T("直前の期間からの差", "change from the period before")
	case series.PercentChange:
		return lang.T("直前の期間からの変化率（%）", "percent change from the period before")
	case series.YearOnYear:
		return lang.T("1年前の同じ期間からの変化率（%）", "percent change from the same period a year before")
	case series.Index:
		return lang.T("指数（基準=100）", "index, base = 100")
	case series.Values:
	}
	return lang.Text{}
}

// Named is what a citation calls the values that are made of some of this name.
func (d *Derivation) Named(name lang.Text) lang.Text {
	if what := d.what(); !what.Empty() {
		return lang.T(name.Ja+"の"+what.Ja, name.En+": "+what.En)
	}
	return name
}

// unit is that of the values, of an indicator with a unit.
func (d *Derivation) unit(of string) string {
	switch d.Transform {
	case series.PercentChange, series.YearOnYear:
		return "%"
	case series.Index:
		return ""
	case series.Change:
		if of == "%" {
			return "ポイント"
		}
	case series.Values:
	}
	return of
}

// decimals is that of the values, of an indicator with so many.
func (d *Derivation) decimals(of *int) *int {
	switch d.Transform {
	case series.PercentChange, series.YearOnYear, series.Index:
		return new(series.PercentDecimals)
	case series.Change, series.Values:
	}
	return of
}

func computedColumns() []dataset.Column {
	return []dataset.Column{
		{
			Name: valueDate, Title: lang.T("採用した値の時点", "Date of the value"), Type: dataset.DateType,
			Meaning: lang.T("この期間の値として採用した値の対象期間終了日。平均と合計は空", "Last day of the period of the value that stands for this period; empty for averages and sums"),
		},
		{
			Name: observationCount, Title: lang.T("値の数", "Observations"), Type: dataset.Integer, Unit: "件",
			Meaning: lang.T("この期間にある値の数（欠測を除く）", "Number of values in this period, missing ones excluded"),
		},
		{
			Name: complete, Title: lang.T("期間の終わりまでの値か", "Complete"), Type: dataset.Boolean,
			Meaning: lang.T("この期間の最後（先頭の値はその最初、平均・合計・最小・最大はすべて）の更新間隔に値があればtrue。比べた値では、比べた期間も同じであることを要する", "true if there is a value in the last interval of the period at which values are published (for first, in the first one; for averages, sums, minima and maxima, in each); where values are compared, that of both periods"),
		},
	}
}

func labelColumns() []dataset.Column {
	return []dataset.Column{
		{Name: indicatorName, Title: lang.T("指標名", "Name of the indicator"), Type: dataset.String, Meaning: lang.T("指標の名称", "Name of the indicator")},
		{Name: unit, Title: lang.T("単位", "Unit"), Type: dataset.String, Meaning: lang.T("指標値の単位", "Unit of the values")},
		{Name: decimals, Title: lang.T("小数点以下の桁数", "Decimals"), Type: dataset.Integer, Unit: "桁", Meaning: lang.T("公表した指標値の小数点以下の桁数", "Number of decimals of the published values")},
		{Name: areaName, Title: lang.T("地域名", "Name of the area"), Type: dataset.String, Meaning: lang.T("対象地域の名称", "Name of the area")},
	}
}
