package progress

import (
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/warning"
)

// warnings says what to know before relying on the answer.
func (e explanation) warnings() []warning.Warning {
	list := []warning.Warning{}
	newest := e.result.Span.Newest
	if newest < 0 {
		return list
	}
	if last := len(e.observations) - 1; last > newest {
		list = append(list, e.at(warning.MissingValue, last, lang.T("最新の期間の値は欠測です。それより前の最新の値を使っています", "the latest period has no value; the latest value before it is used")))
	}
	if e.result.Span.Break >= 0 {
		list = append(list, e.atBreak())
	}
	if year, partial := partialYear(e.observations[:newest+1]); partial {
		list = append(list, e.at(warning.IncompletePeriod, newest, lang.Textf("最新の値は%d年度の途中（%s）のもので、年度末の値ではありません",
			"the latest value is from within fiscal year %d (%s), not of its end", year, e.newestDate())))
	}
	if e.observations[newest].Status == statusProvisional {
		list = append(list, e.at(warning.ProvisionalValue, newest, lang.T("最新の値は速報値で、後で改訂されることがあります", "the latest value is provisional and may be revised")))
	}
	if i := e.newestEstimated(); i == newest {
		list = append(list, e.at(warning.ComputedValue, i, lang.T("最新の値は推計または計算による値です", "the latest value was estimated or computed")))
	} else if i >= 0 {
		list = append(list, e.at(warning.ComputedValue, i, lang.T("系列に推計または計算による値が含まれます", "the series has values that were estimated or computed")))
	}
	return list
}

// newestEstimated is the index of the last value of the series that says that it was
// estimated or computed; -1: none does. It need not be the newest value, whose status
// tells of a break (B) rather than of that.
func (e explanation) newestEstimated() int {
	i := e.result.Span.Newest
	for i >= 0 && (e.observations[i].Status != statusEstimated || e.observations[i].Value.Missing) {
		i--
	}
	return i
}

func (e explanation) atBreak() warning.Warning {
	message := lang.T("時系列に断層があります。予測と、断層の後の値を起点とする成長率は、断層以降の値だけから計算しています",
		"there is a break in the series: projections, and growth from its first value, use only the values since the break")
	if e.result.Span.AcrossBreak {
		message = lang.T("基準値と最新の値の間に時系列の断層があります。両者の比較（判定と到達度）は、条件の異なる値の比較です。成長率と予測は、断層以降の値だけから計算しています",
			"there is a break between the baseline and the latest value: status and share compare values that are not comparable without care. Growth and projection use only the values since the break")
	}
	return e.at(warning.SeriesBreak, e.result.Span.Break, message)
}

func (e explanation) at(code warning.Code, i int, message lang.Text) warning.Warning {
	o := &e.observations[i]
	return warning.New(code, message, warning.Place{IndicatorID: e.indicator.ID, AreaCode: e.indicator.AreaCode, PeriodStart: date(o.Start), PeriodEnd: date(o.End)})
}

// tolerated is by how many days the last value of a year may be earlier than that of
// the year before, and the year still count as complete.
const tolerated = 31

// partialYear returns the fiscal year that the last observation lies in, and
// whether the one with values before it went on for longer.
func partialYear(observations []Observation) (year int, partial bool) {
	end := observations[len(observations)-1].End
	year = fiscalYear(end)
	begin := EndOfFiscalYear(year-1) + 1
	for i := len(observations) - 1; i >= 0; i-- {
		o := &observations[i]
		if o.End >= begin || o.Value.Missing {
			continue
		}
		before := EndOfFiscalYear(fiscalYear(o.End)-1) + 1
		return year, o.End-before > end-begin+tolerated
	}
	return year, false
}
