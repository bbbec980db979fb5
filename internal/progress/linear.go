package progress

import "hachinohe.example/opendata/dataset"

// status is status@1. Shares are compared as they are, not as they are rounded.
func (f *facts) status() (Status, Reason) {
	if reason := f.unjudgeable(); reason != "" {
		return NotComputable, reason
	}
	gap := f.goal.gap(f.newest)
	if gap <= 0 {
		return Achieved, ""
	}
	if reason := f.incomparable(); reason != "" {
		return NotComputable, reason
	}
	from := f.goal.gap(f.baseline)
	switch {
	case gap > from:
		return MovingAway, ""
	case !f.hasBy:
		return NotComputable, NoTargetDate
	case f.hasFrom && f.targetDay <= f.baselineDay():
		return NotComputable, TargetBeforeBaseline
	case f.day() >= f.targetDay:
		return Behind, ""
	case !f.hasFrom:
		return NotComputable, NoBaselineDate
	}
	// From here on the baseline is earlier than the newest value, which is earlier
	// than the target. The straight path has from × remaining ÷ whole left to go.
	whole, remaining := f.targetDay-f.baselineDay(), f.targetDay-f.day()
	if lessProduct(from, remaining, gap, whole) {
		return Behind, ""
	}
	return OnTrack, ""
}

// linear is linear@1.
func (f *facts) linear() Linear {
	reason := f.unjudgeable()
	if reason == "" {
		reason = f.incomparable()
	}
	if reason != "" {
		return Linear{Reason: reason}
	}
	from := f.goal.gap(f.baseline)
	if from <= 0 {
		return Linear{Reason: BaselineMeetsTarget}
	}
	gap := f.goal.gap(f.newest)
	share, ok := percent(from-gap, from)
	if !ok {
		return Linear{Reason: OutOfRange}
	}
	l := Linear{Share: share}
	switch {
	case !f.hasBy:
		l.PathReason = NoTargetDate
	case !f.hasFrom:
		l.PathReason = NoBaselineDate
	case f.targetDay <= f.baselineDay():
		l.PathReason = TargetBeforeBaseline
	default:
		f.path(&l, from, gap)
	}
	return l
}

// path adds the straight path from the baseline to the target, which stays at the
// target after its date.
func (f *facts) path(l *Linear, from, gap int64) {
	whole := f.targetDay - f.baselineDay()
	remaining := max(0, f.targetDay-f.day())
	scale := finer(f.scale)
	fine := dataset.Pow10(scale - f.scale)
	elapsed, ok := percent(whole-remaining, whole)
	left, fits := mulDiv(from*fine, remaining, whole)
	if !ok || !fits {
		l.PathReason = OutOfRange
		return
	}
	value := f.goal.upper*fine + left
	if f.goal.below(f.baseline) {
		value = f.goal.lower*fine - left
	}
	ahead := left - gap*fine
	if size(value) > dataset.MaxNumber || size(ahead) > dataset.MaxNumber {
		l.PathReason = OutOfRange
		return
	}
	l.Elapsed = elapsed
	l.Path = dataset.Value{Int: value, Scale: scale}
	l.Ahead = dataset.Value{Int: ahead, Scale: scale}
}

// Years are counted as days ÷ 365.25.
const (
	hundredthDaysOfYear = 36525
	daysOfYear          = 365.25
)

// requiredChange is required_change@1.
func (f *facts) requiredChange() RequiredChange {
	reason := f.unjudgeable()
	switch {
	case reason != "":
		return RequiredChange{Reason: reason}
	case !f.hasBy:
		return RequiredChange{Reason: NoTargetDate}
	case f.day() >= f.targetDay:
		return RequiredChange{Reason: TargetDatePassed}
	}
	scale := finer(f.scale)
	change := max(0, f.goal.gap(f.newest)) * dataset.Pow10(scale-f.scale)
	if !f.goal.below(f.newest) {
		change = -change
	}
	perYear, ok := mulDiv(change, hundredthDaysOfYear, 100*(f.targetDay-f.day()))
	if !ok {
		return RequiredChange{Reason: OutOfRange}
	}
	return RequiredChange{PerYear: dataset.Value{Int: perYear, Scale: scale}}
}
