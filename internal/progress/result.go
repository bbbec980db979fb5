package progress

import (
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/lang"
)

// Result is the progress of one series by every method, as numbers and codes. A
// part whose Reason is not "" was not computed, and its numbers mean nothing.
type Result struct {
	Span           Span
	Status         Status
	StatusReason   Reason // why Status is NotComputable
	Linear         Linear
	CAGR           CAGR
	RequiredChange RequiredChange
	Projection     Projection
}

// Span is which observations were used, by their indices.
type Span struct {
	Newest      int  // the newest one that has a value; -1 if none has
	Break       int  // the last one up to Newest that begins a new series; -1 if none does
	AcrossBreak bool // the baseline and the newest value are not on the same side of a break
}

// Status is the answer of status@1.
type Status string

// The statuses.
const (
	Achieved      Status = "achieved"
	OnTrack       Status = "on_track"
	Behind        Status = "behind"
	MovingAway    Status = "moving_away"
	NotComputable Status = "not_computable"
)

// Codes lists the statuses, best first.
func (Status) Codes() []dataset.Code {
	return []dataset.Code{
		{Value: string(Achieved), Label: lang.T("達成", "Achieved")},
		{Value: string(OnTrack), Label: lang.T("順調", "On track")},
		{Value: string(Behind), Label: lang.T("遅れ", "Behind")},
		{Value: string(MovingAway), Label: lang.T("後退", "Moving away")},
		{Value: string(NotComputable), Label: lang.T("判定不可", "Not computable")},
	}
}

// Linear is the result of linear@1.
type Linear struct {
	Reason Reason
	Share  dataset.Value // of the way from baseline to target, in percent, one decimal

	PathReason Reason        // why there is no straight path, and none of what follows
	Elapsed    dataset.Value // share of the time from baseline to target, in percent, one decimal
	Path       dataset.Value // value of the straight path at the date of the newest value
	Ahead      dataset.Value // how far the newest value is ahead of the path; negative is behind
}

// CAGR is the result of cagr@1. Rates are in percent a year, two decimals; the
// ratio is in percent, one decimal. Those that were not computed are Missing.
type CAGR struct {
	Reason   Reason
	Base     int           // index of the observation that growth starts from; -1: the baseline
	Observed dataset.Value // from the base to the newest value
	Required dataset.Value // from the base to the target
	Ratio    dataset.Value // of the observed to the size of the required rate; negative is away
	Category Category
}

// Category is the answer of cagr@1.
type Category string

// The categories, as the published method has them.
const (
	TargetAchieved     Category = "target_achieved"
	GrowthOnTrack      Category = "on_track"
	AccelerationNeeded Category = "acceleration_needed"
	LimitedProgress    Category = "limited_progress"
	Deterioration      Category = "deterioration"
)

// Codes lists the categories, best first. Their labels say what they are of, so that
// on track by growth is not taken for the status.
func (Category) Codes() []dataset.Code {
	return []dataset.Code{
		{Value: string(TargetAchieved), Label: lang.T("目標達成（成長率）", "Target achieved (growth rate)")},
		{Value: string(GrowthOnTrack), Label: lang.T("順調（成長率）", "On track (growth rate)")},
		{Value: string(AccelerationNeeded), Label: lang.T("前進しているが加速が必要（成長率）", "Progress made but acceleration needed (growth rate)")},
		{Value: string(LimitedProgress), Label: lang.T("前進は限定的（成長率）", "Limited progress (growth rate)")},
		{Value: string(Deterioration), Label: lang.T("悪化（成長率）", "Deterioration (growth rate)")},
	}
}

// RequiredChange is the result of required_change@1.
type RequiredChange struct {
	Reason  Reason
	PerYear dataset.Value // signed as the value has to change; 0 where the target is met
}

// Projection is the result of projection@1.
type Projection struct {
	Reason              Reason
	First, Count        int           // the first observation used, and how many have a value
	Value, Lower, Upper dataset.Value // at the date of the target: estimate and 95 % prediction interval
}
