package progress

import "hachinohe.example/opendata/dataset"

// facts is what the methods compute with: the numbers that are compared, as
// integers of one scale, and days.
type facts struct {
	indicator    *Indicator
	observations []Observation
	span         Span

	scale       uint8 // of the integers below
	goal        goal
	newest      int64
	baseline    int64
	targetDay   int64
	hasTarget   bool
	hasBaseline bool
	hasFrom     bool // BaselineDate is known
	hasBy       bool // targetDay is known
	outOfRange  bool // the numbers do not fit; none of the integers may be used
}

func gather(indicator *Indicator, observations []Observation) facts {
	f := facts{
		indicator: indicator, observations: observations, span: spanOf(indicator, observations),
		hasTarget:   targeted(indicator),
		hasBaseline: !indicator.Baseline.Missing,
		hasFrom:     !indicator.Baseline.Missing && !indicator.BaselineDate.Missing,
		hasBy:       indicator.TargetFiscalYear != 0,
	}
	if f.hasBy {
		f.targetDay = EndOfFiscalYear(indicator.TargetFiscalYear)
	}
	f.align()
	return f
}

// spanOf goes back from the last observation.
func spanOf(indicator *Indicator, observations []Observation) Span {
	s := Span{Newest: -1, Break: -1}
	for i := len(observations) - 1; i >= 0; i-- {
		o := &observations[i]
		if s.Newest < 0 && o.Value.Missing {
			continue
		}
		if s.Newest < 0 {
			s.Newest = i
		}
		if o.Status == statusBreak {
			s.Break = i
			// Without a date the baseline may be of either side.
			s.AcrossBreak = !indicator.Baseline.Missing &&
				(indicator.BaselineDate.Missing || indicator.BaselineDate.Int < o.End)
			break
		}
	}
	return s
}

// targeted reports whether there is a target of the kind that the direction needs.
func targeted(indicator *Indicator) bool {
	switch indicator.Desired {
	case dataset.Maintain:
		return !indicator.Target.Missing || !indicator.TargetLower.Missing || !indicator.TargetUpper.Missing
	case dataset.WithinRange:
		return !indicator.TargetLower.Missing || !indicator.TargetUpper.Missing
	case dataset.Increase, dataset.Decrease:
	}
	return !indicator.Target.Missing
}

// directed reports whether a direction is one that is known here.
func directed(d dataset.Direction) bool {
	return d == dataset.Increase || d == dataset.Decrease || d == dataset.Maintain || d == dataset.WithinRange
}

// align brings all numbers to one scale, that of the one with most decimals.
func (f *facts) align() {
	var newest dataset.Value
	newest.Missing = true
	if f.span.Newest >= 0 {
		newest = f.observations[f.span.Newest].Value
	}
	in := f.indicator
	for _, v := range [...]*dataset.Value{&newest, &in.Baseline, &in.Target, &in.TargetLower, &in.TargetUpper} {
		if !v.Missing {
			f.scale = max(f.scale, v.Scale)
		}
	}
	f.newest = f.aligned(&newest)
	f.baseline = f.aligned(&in.Baseline)
	f.goal = f.goalOf(f.aligned(&in.Target), f.aligned(&in.TargetLower), f.aligned(&in.TargetUpper))
}

// maxAligned bounds what is computed with, so that differences and their tenfold
// fit 64 bits.
const maxAligned = 1 << 58

func (f *facts) aligned(v *dataset.Value) int64 {
	if v.Missing {
		return 0
	}
	factor := dataset.Pow10(f.scale - v.Scale)
	if v.Int > maxAligned/factor || v.Int < -maxAligned/factor {
		f.outOfRange = true
		return 0
	}
	return v.Int * factor
}

// goal is the values that meet the target: at or above lower, at or below upper.
type goal struct {
	lower, upper       int64
	hasLower, hasUpper bool
	within             bool // it does not matter how far inside a value is
}

func (f *facts) goalOf(target, lower, upper int64) goal {
	in := f.indicator
	switch in.Desired {
	case dataset.Increase:
		return goal{lower: target, hasLower: true}
	case dataset.Decrease:
		return goal{upper: target, hasUpper: true}
	case dataset.Maintain:
		if in.TargetLower.Missing && in.TargetUpper.Missing {
			return goal{lower: target, upper: target, hasLower: true, hasUpper: true, within: true}
		}
	case dataset.WithinRange:
	}
	return goal{lower: lower, upper: upper, hasLower: !in.TargetLower.Missing, hasUpper: !in.TargetUpper.Missing, within: true}
}

// gap is how far a value is from meeting the target. A value that meets it has no
// gap, or, where more is better, one below zero.
func (g goal) gap(value int64) int64 {
	gap := int64(-1 << 62)
	if g.hasLower {
		gap = g.lower - value
	}
	if g.hasUpper {
		gap = max(gap, value-g.upper)
	}
	if g.within {
		gap = max(gap, 0)
	}
	return gap
}

// below reports whether a value has to rise to meet the target.
func (g goal) below(value int64) bool { return g.hasLower && value < g.lower }

// day is the date of the newest value.
func (f *facts) day() int64 { return f.observations[f.span.Newest].End }

// baselineDay is the date of the baseline, if hasFrom.
func (f *facts) baselineDay() int64 { return f.indicator.BaselineDate.Int }

// noTarget is why there is no target.
func (f *facts) noTarget() Reason {
	if f.indicator.ofCity {
		return TargetOfCity
	}
	return NoTarget
}

// unjudgeable is why the newest value cannot be held against the target at all.
func (f *facts) unjudgeable() Reason {
	switch {
	case !f.hasTarget:
		return f.noTarget()
	case !directed(f.indicator.Desired):
		return NoDirection
	case f.span.Newest < 0:
		return NoValues
	case f.outOfRange:
		return OutOfRange
	}
	return ""
}

// incomparable is why the newest value cannot be held against the baseline.
func (f *facts) incomparable() Reason {
	switch {
	case !f.hasBaseline:
		return NoBaseline
	case f.hasFrom && f.day() <= f.baselineDay():
		return NoValueAfterBaseline
	}
	return ""
}
