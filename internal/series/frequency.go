package series

import "hachinohe.example/opendata/dataset"

// Frequency is the length of the periods that values are brought to.
type Frequency string

// The frequencies; none: as published.
const (
	AsPublished Frequency = ""
	FiscalYear  Frequency = "fiscal_year" // 年度: from April
	Year        Frequency = "year"
	Quarter     Frequency = "quarter" // of the calendar year, and of the fiscal year: both begin in April
	Month       Frequency = "month"
)

// grid returns how many months a period has, and in which month after January one
// begins.
func (f Frequency) grid() (months, offset int64) {
	const april, quarter = 3, 3
	switch f {
	case FiscalYear:
		return monthsOfYear, april
	case Year:
		return monthsOfYear, 0
	case Quarter:
		return quarter, 0
	case Month, AsPublished:
	}
	return 1, 0
}

// periodOf returns the first month of the period that a month lies in.
func (f Frequency) periodOf(month int64) int64 {
	months, offset := f.grid()
	return floorDiv(month-offset, months)*months + offset
}

// Aggregation says which value stands for those of a period. A missing value takes
// part in none of them.
type Aggregation string

// The aggregations.
const (
	Last  Aggregation = "last" // the default, which is right for stocks
	First Aggregation = "first"
	Avg   Aggregation = "avg"
	Sum   Aggregation = "sum"
	Min   Aggregation = "min"
	Max   Aggregation = "max"
)

// Step is how often a series has values: some months or some days.
type Step struct{ Months, Days int64 }

// StepOf returns the step of a code of SDMX CL_FREQ; of one that says nothing, a
// month.
func StepOf(code string) Step {
	const half, quarter, week = 6, 3, 7
	switch code {
	case "A", "OA":
		return Step{Months: monthsOfYear}
	case "S":
		return Step{Months: half}
	case "Q":
		return Step{Months: quarter}
	case "W":
		return Step{Days: week}
	case "D":
		return Step{Days: 1}
	}
	return Step{Months: 1}
}

// Convert brings a series to a frequency. Observations of periods that do not lie
// within one of the frequency's are left out and counted.
func Convert(points []Point, f Frequency, a Aggregation, step Step) (out []Point, left int) {
	if f == AsPublished {
		return points, 0
	}
	out = make([]Point, 0, len(points))
	var in period
	for i := 0; i < len(points); {
		in = f.following(in, points[i].Start)
		g := group{period: in, step: step, as: a}
		for ; i < len(points) && points[i].Start < in.end; i++ {
			if points[i].End >= in.end {
				left++
				continue
			}
			g.add(&points[i])
		}
		if g.rows > 0 {
			out = append(out, *g.chosen)
			g.stand(&out[len(out)-1])
		}
	}
	return out, left
}

// period is one of a frequency.
type period struct {
	first, months int64
	begin, end    Day // end is the first day behind it
}

// following returns the period that a day lies in. Mostly it is the one behind
// another.
func (f Frequency) following(p period, d Day) period {
	months, _ := f.grid()
	p = period{p.first + months, months, p.end, firstOf(p.first + 2*months)} //nolint:mnd // the end of the next one
	if p.begin <= d && d < p.end {
		return p
	}
	first := f.periodOf(monthOf(d))
	return period{first, months, firstOf(first), firstOf(first + months)}
}

// group is the observations of one period.
type group struct {
	period

	step Step
	as   Aggregation

	rows   int
	values int32 // rows with a value
	chosen *Point
	total  total
	status Status // of all values
	breaks bool
	broken Day   // the first break
	cut    Day   // the last break
	slots  int64 // steps of the period that have a value
	slot   int64 // of the newest value
}

func (g *group) add(p *Point) {
	g.rows++
	if p.Status == Break {
		if !g.breaks {
			g.breaks, g.broken = true, p.Broken
		}
		g.cut = p.Broken
	}
	if p.Value.Missing {
		if g.values == 0 {
			g.chosen = p
		}
		return
	}
	if slot := g.slotOf(p.End); g.values == 0 || slot != g.slot {
		g.slots, g.slot = g.slots+1, slot
	}
	switch {
	case g.values == 0:
		g.chosen, g.status = p, p.Status
	case g.as == First, g.as == Min && !below(p.Value, g.chosen.Value), g.as == Max && !below(g.chosen.Value, p.Value):
	default:
		g.chosen = p
	}
	g.values++
	if g.as == Avg || g.as == Sum {
		g.total.add(p.Value)
		g.status = g.status.over(p.Status)
	}
}

// slotOf returns which step of the period a day lies in.
func (g *group) slotOf(d Day) int64 {
	if g.step.Days > 0 {
		return (d - g.begin) / g.step.Days
	}
	if g.step.Months >= g.months {
		return 0
	}
	return (monthOf(d) - g.first) / g.step.Months
}

// complete reports whether the values reach as far as the aggregation needs: the
// last one into the last step of the period, the first one into the first, all
// others into each step.
func (g *group) complete() bool {
	slots := g.months
	if g.step.Days > 0 {
		slots = (g.end - g.begin) / g.step.Days
	} else {
		slots /= min(g.step.Months, g.months)
	}
	switch g.as {
	case Last:
		return g.slot >= slots-1
	case First:
		return g.slotOf(g.chosen.End) == 0
	case Avg, Sum, Min, Max:
	}
	return g.slots >= slots
}

// stand makes the value of the period of a copy of the point that is chosen for it.
func (g *group) stand(p *Point) {
	p.Start, p.End, p.Count = g.begin, g.end-1, g.values
	if g.values == 0 {
		p.undefine(NoValue)
		return
	}
	p.Complete = g.complete()
	fits := true
	if g.as == Avg || g.as == Sum {
		p.Single, p.Status = false, g.status
		p.Value, fits = g.total.value()
		if g.as == Avg {
			p.Value, fits = g.total.average()
		}
	}
	if !fits {
		p.undefine(TooLong)
		return
	}
	if g.breaks {
		p.Status, p.Broken = Break, g.broken
		p.mixed = !p.Single || g.chosen.Start < g.cut
	}
}

// After returns the first day of the period after that which begins on a day.
func (f Frequency) After(start Day) Day {
	months, _ := f.grid()
	return firstOf(monthOf(start) + months)
}

// isZero reports whether a number is zero, however many decimals it has.
func isZero(v dataset.Value) bool { return v.Int == 0 }
