package progress

import (
	"math"
)

// leastValues is how many values a projection needs.
const leastValues = 4

// projection is projection@1: the value of the least squares line at the date of
// the target. Every product is rounded by itself (float64), so that no machine
// joins it with a sum and gets other last bits.
func (f *facts) projection() Projection {
	p := Projection{First: max(f.span.Break, 0)}
	switch {
	case !f.hasTarget:
		p.Reason = f.noTarget()
	case !f.hasBy:
		p.Reason = NoTargetDate
	case f.span.Newest < 0:
		p.Reason = NoValues
	case f.day() >= f.targetDay:
		p.Reason = TargetDatePassed
	}
	if p.Reason != "" {
		return p
	}
	used := f.observations[p.First : f.span.Newest+1]
	n, meanX, meanY, scale := means(used, f.day())
	p.Count = n
	switch {
	case n < leastValues:
		p.Reason = TooFewValues
	case f.outOfRange:
		p.Reason = OutOfRange
	default:
		p.Reason = p.at(used, f.day(), float64(f.targetDay-f.day()), meanX, meanY, finer(max(scale, f.scale)))
	}
	return p
}

// means returns the number of values, the means of their dates and of themselves,
// and the most decimals that one has. Dates are days after a day.
func means(used []Observation, day int64) (n int, meanX, meanY float64, scale uint8) {
	for i := range used {
		v := &used[i].Value
		if v.Missing {
			continue
		}
		n++
		scale = max(scale, v.Scale)
		meanX += float64(used[i].End - day)
		meanY += float(v)
	}
	return n, meanX / float64(n), meanY / float64(n), scale
}

// at computes the value of the line at x, in days after a day, and its interval.
func (p *Projection) at(used []Observation, day int64, x, meanX, meanY float64, scale uint8) Reason {
	var xx, xy float64
	for i := range used {
		if v := &used[i].Value; !v.Missing {
			dx := float64(used[i].End-day) - meanX
			xx += float64(dx * dx)
			xy += float64(dx * (float(v) - meanY))
		}
	}
	if xx == 0 {
		return OneDate
	}
	slope := xy / xx
	var squares float64 // of what the line leaves unexplained
	for i := range used {
		if v := &used[i].Value; !v.Missing {
			rest := float(v) - meanY - float64(slope*(float64(used[i].End-day)-meanX))
			squares += float64(rest * rest)
		}
	}
	n := float64(p.Count)
	dx := x - meanX
	value := meanY + float64(slope*dx)
	spread := math.Sqrt(squares / (n - 2) * (1 + 1/n + float64(dx*dx)/xx))
	half := float64(studentT(p.Count-2) * spread)
	var ok [3]bool
	p.Value, ok[0] = rounded(value, scale)
	p.Lower, ok[1] = rounded(value-half, scale)
	p.Upper, ok[2] = rounded(value+half, scale)
	if ok != [3]bool{true, true, true} {
		return OutOfRange
	}
	return ""
}
