package progress

import (
	"math"

	"hachinohe.example/opendata/dataset"
)

// The published thresholds, in percent: of the ratio where there is a target, of
// the observed rate where there is none.
const (
	ratioOnTrack      = 95
	ratioAcceleration = 60
	rateOnTrack       = 1.5
	rateAcceleration  = 0.5
)

// leastDays is how long growth has to be observed.
const leastDays = 365

// cagr is cagr@1.
func (f *facts) cagr() CAGR {
	c := CAGR{Base: -1, Observed: missing(), Required: missing(), Ratio: missing()}
	switch f.indicator.Desired {
	case dataset.Increase, dataset.Decrease:
		c.Reason = f.growth(&c)
	case dataset.Maintain, dataset.WithinRange:
		c.Reason = DirectionWithoutTrend
	default:
		c.Reason = NoDirection
	}
	if f.unjudgeable() == "" && c.Reason != DirectionWithoutTrend && f.goal.gap(f.newest) <= 0 {
		c.Reason, c.Category = "", TargetAchieved // whatever the rates are
	}
	return c
}

// growth computes rates, ratio and category, as far as there are any.
func (f *facts) growth(c *CAGR) Reason {
	if f.span.Newest < 0 {
		return NoValues
	}
	base, day := f.base(c)
	newest := &f.observations[f.span.Newest].Value
	span := f.day() - day
	switch {
	case f.hasTarget && f.outOfRange:
		return OutOfRange
	case span < leastDays:
		return PeriodTooShort
	case base.Int == 0 || newest.Int == 0:
		return ZeroValue
	case (base.Int < 0) != (newest.Int < 0):
		return MixedSigns
	}
	desired := 1.0 // which way the size of the values should move
	if (f.indicator.Desired == dataset.Decrease) != (base.Int < 0) {
		desired = -1
	}
	observed := rate(base, newest, span)
	var ok bool
	if c.Observed, ok = rounded(observed, 2); !ok {
		return OutOfRange
	}
	if !f.hasTarget {
		c.Category = categoryOf(desired*observed, rateOnTrack, rateAcceleration)
		return ""
	}
	return f.againstTarget(c, base, day, desired, observed)
}

// base is where growth starts: the baseline, unless a break is after it or its
// date is not known; then the first value since the last break.
func (f *facts) base(c *CAGR) (*dataset.Value, int64) {
	if f.hasFrom && !f.span.AcrossBreak {
		return &f.indicator.Baseline, f.baselineDay()
	}
	for c.Base = max(f.span.Break, 0); f.observations[c.Base].Value.Missing; {
		c.Base++ // not past the newest value
	}
	return &f.observations[c.Base].Value, f.observations[c.Base].End
}

func (f *facts) againstTarget(c *CAGR, base *dataset.Value, day int64, desired, observed float64) Reason {
	target := &f.indicator.Target
	switch {
	case !f.hasBy:
		return NoTargetDate
	case f.targetDay <= day:
		return TargetBeforeBaseline
	case target.Int == 0:
		return ZeroValue
	case (base.Int < 0) != (target.Int < 0):
		return MixedSigns
	}
	required := rate(base, target, f.targetDay-day)
	if required == 0 {
		return BaselineMeetsTarget
	}
	ratio := desired * observed / math.Abs(required) * 100
	var ok, fits bool
	c.Required, ok = rounded(required, 2)
	c.Ratio, fits = rounded(ratio, 1)
	if !ok || !fits {
		return OutOfRange
	}
	c.Category = categoryOf(ratio, ratioOnTrack, ratioAcceleration)
	return ""
}

// rate is the compound annual growth rate in percent.
func rate(from, to *dataset.Value, days int64) float64 {
	return (math.Pow(quotient(to, from), daysOfYear/float64(days)) - 1) * 100
}

// quotient is the same in whatever decimal unit the numbers are.
func quotient(a, b *dataset.Value) float64 {
	x, y := float64(a.Int), float64(b.Int)
	if a.Scale < b.Scale {
		x *= float64(dataset.Pow10(b.Scale - a.Scale))
	} else {
		y *= float64(dataset.Pow10(a.Scale - b.Scale))
	}
	return x / y
}

// categoryOf holds what is observed to the thresholds, after rounding it so that
// the last bits, in which machines may differ, do not decide.
func categoryOf(observed, onTrack, acceleration float64) Category {
	const precision = 1e6
	switch observed = math.Round(observed*precision) / precision; {
	case observed >= onTrack:
		return GrowthOnTrack
	case observed >= acceleration:
		return AccelerationNeeded
	case observed >= 0:
		return LimitedProgress
	default:
		return Deterioration
	}
}
