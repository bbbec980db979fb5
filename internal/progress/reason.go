package progress

import "hachinohe.example/opendata/internal/lang"

// Reason says why something was not computed; "" where it was. Programs may rely
// on the codes.
type Reason string

// The reasons.
const (
	NoTarget              Reason = "no_target"
	TargetOfCity          Reason = "target_of_city"
	NoDirection           Reason = "no_direction"
	NoValues              Reason = "no_values"
	NoBaseline            Reason = "no_baseline"
	NoBaselineDate        Reason = "no_baseline_date"
	NoTargetDate          Reason = "no_target_date"
	NoValueAfterBaseline  Reason = "no_value_after_baseline"
	BaselineMeetsTarget   Reason = "baseline_meets_target"
	TargetBeforeBaseline  Reason = "target_date_not_after_baseline"
	TargetDatePassed      Reason = "target_date_passed"
	DirectionWithoutTrend Reason = "direction_without_trend"
	PeriodTooShort        Reason = "period_too_short"
	ZeroValue             Reason = "zero_value"
	MixedSigns            Reason = "mixed_signs"
	TooFewValues          Reason = "too_few_values"
	OneDate               Reason = "one_date"
	OutOfRange            Reason = "out_of_range"
)

// Reasons lists all reasons.
func Reasons() []Reason {
	var list []Reason
	for _, e := range reasons() {
		list = append(list, e.reason)
	}
	return list
}

// Message says the reason to a person.
func (r Reason) Message() lang.Text {
	for _, e := range reasons() {
		if e.reason == r {
			return e.message
		}
	}
	return lang.Text{}
}

// explained is a reason in words.
type explained struct {
	reason  Reason
	message lang.Text
}

func reasons() []explained {
	return []explained{
		{NoTarget, lang.T("市が目標値を設定していないため（作成中）", "because the city has not set a target (in preparation)")},
		{TargetOfCity, lang.T("目標値は八戸市のものであるため", "because the target is of Hachinohe City")},
		{NoDirection, lang.T("望ましい方向が示されていないため", "because the desired direction is not stated")},
		{NoValues, lang.T("値が1つもないため", "because there are no values")},
		{NoBaseline, lang.T("基準値が設定されていないため", "because no baseline is set")},
		{NoBaselineDate, lang.T("基準値がいつの値か示されていないため", "because the date of the baseline is not stated")},
		{NoTargetDate, lang.T("目標の年度が設定されていないため", "because the fiscal year of the target is not set")},
		{NoValueAfterBaseline, lang.T("基準値の時点より後の値がないため", "because no value is later than the baseline")},
		{BaselineMeetsTarget, lang.T("基準値がすでに目標を満たしているため", "because the baseline already meets the target")},
		{TargetBeforeBaseline, lang.T("目標の期限が起点の時点より後でないため", "because the target's date is not later than the start")},
		{TargetDatePassed, lang.T("最新の値が目標の期限以後のものであるため", "because the latest value is not earlier than the target's date")},
		{DirectionWithoutTrend, lang.T("維持・範囲内の指標には増減の率を当てはめないため", "because rates of growth do not apply where a value is to be maintained or to stay within a range")},
		{PeriodTooShort, lang.T("断層のない期間が1年（365日）に満たないため", "because less than a year (365 days) is covered without a break")},
		{ZeroValue, lang.T("起点・最新・目標の値に0があり、率が定まらないため", "because the first, the latest or the target value is zero, from which no rate follows")},
		{MixedSigns, lang.T("起点・最新・目標の値に正と負が混ざり、率が定まらないため", "because the first, the latest and the target value have different signs, from which no rate follows")},
		{TooFewValues, lang.T("最後の断層以降の値が4つに満たないため", "because there are fewer than four values since the last break")},
		{OneDate, lang.T("すべての値が同じ日のものであるため", "because all values are of one date")},
		{OutOfRange, lang.T("桁が多すぎて正確に計算できないため", "because the numbers have too many digits for exact computation")},
	}
}
