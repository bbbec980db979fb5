package freshness

import (
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/warning"
)

// interval is the time from one period to the next.
type interval struct{ months, days int }

// intervals are the codes of the SDMX cross-domain code list CL_FREQ 2.1 that
// promise a next value. Others, such as OM (occasional) and _O (other), do not.
func intervals() map[string]interval {
	const week, quarter, half, year = 7, 3, 6, 12
	return map[string]interval{"A": {months: year}, "S": {months: half}, "Q": {months: quarter}, "M": {months: 1}, "W": {days: week}, "D": {days: 1}}
}

// CodeOf reads the words in which the update frequency of a dataset is stated
// (更新頻度 of オープンデータ一覧) as a code of CL_FREQ; empty for words that are none.
func CodeOf(words string) string {
	for _, c := range dataset.IndicatorFrequency("").Codes() {
		if words == c.Label.Ja {
			return c.Value
		}
	}
	return map[string]string{
		"1年に1回": "A", "年1回": "A", "毎年": "A", "年次": "A", "半年に1回": "S", "年2回": "S", "四半期に1回": "Q", "年4回": "Q",
		"1か月に1回": "M", "1ヶ月に1回": "M", "月1回": "M", "月次": "M", "1週間に1回": "W", "週1回": "W", "日次": "D",
	}[words]
}

// Due returns the day until which the value after the newest one is expected: its
// period lasts one interval, and one more is left for publishing it. It is false
// where the frequency promises no next value.
func Due(newest time.Time, code string) (time.Time, bool) {
	i, ok := intervals()[code]
	if !ok {
		return time.Time{}, false
	}
	const periodAndPublishing = 2
	return i.after(newest, periodAndPublishing), true
}

// Overdue warns that the newest value of a series, of a period that ended on a day
// (YYYY-MM-DD), is older than its frequency promises on the day on which a release
// came into effect.
func Overdue(newest, code string, rel *release.Release, about warning.Place) (w warning.Warning, late bool) {
	end, err := time.Parse(time.DateOnly, newest)
	due, promised := Due(end, code)
	if err != nil || !promised || !dayOf(rel.Effective).After(due) {
		return w, false
	}
	day := due.Format(time.DateOnly)
	return warning.New(warning.Overdue, lang.T("最新の値が古くなっています。更新頻度から見込まれる次の値の期限（"+day+"）を過ぎています",
		"the newest value is old: by its frequency the next one was due on "+day), about), true
}

// after is the day some intervals later. The last day of a month stays one.
func (i interval) after(day time.Time, times int) time.Time {
	if i.months == 0 {
		return day.AddDate(0, 0, i.days*times)
	}
	begin := time.Date(day.Year(), day.Month()+time.Month(i.months*times), 1, 0, 0, 0, 0, time.UTC)
	last := begin.AddDate(0, 1, -1)
	if day.AddDate(0, 0, 1).Month() != day.Month() {
		return last
	}
	return begin.AddDate(0, 0, min(day.Day(), last.Day())-1)
}
