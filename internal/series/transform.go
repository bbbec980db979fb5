package series

import "slices"

// Transform compares the values of a series with each other.
type Transform string

// The transforms; none: the values themselves.
const (
	Values        Transform = ""
	Change        Transform = "change"         // from the period before, in the unit of the values
	PercentChange Transform = "percent_change" // from the period before
	YearOnYear    Transform = "year_on_year"   // percent change from the same period of the year before
	Index         Transform = "index"          // the base is 100
)

// Span is days from the first to the last, inclusive.
type Span struct{ First, Last Day }

// Transformed compares the values of a series that has a frequency. The base is for
// Index: the last period that begins in it; nil: the first one with a value that is
// not zero. A comparison across a break has the status of one.
func Transformed(points []Point, f Frequency, t Transform, base *Span) []Point {
	if t == Values {
		return points
	}
	c := comparison{points: points, frequency: f, breaks: breaksOf(points), base: -1}
	if t == Index {
		c.base = baseOf(points, base)
	}
	out := make([]Point, len(points))
	for i := range points {
		out[i] = points[i]
		c.compare(&out[i], i, t)
	}
	return out
}

// comparison is a series whose values are compared.
type comparison struct {
	points    []Point
	frequency Frequency
	breaks    []int // the last break at or before each point, -1: none; nil: there is none at all
	base      int   // of an index; -1: none
	behind    int   // no point before it is looked for again: those of a year ago, in order
}

// compare makes of a copy of the ith point what it is compared with another.
func (c *comparison) compare(p *Point, i int, t Transform) {
	other, none := c.other(i, t)
	switch {
	case p.Value.Missing:
		p.undefine(p.Undefined)
		return
	case other < 0 || c.points[other].Value.Missing:
		p.undefine(none)
		return
	}
	with := &c.points[other]
	var fits bool
	switch {
	case t == Change:
		p.Value, fits = difference(p.Value, with.Value)
	case isZero(with.Value):
		p.undefine(ZeroDivisor)
		return
	case t == Index:
		p.Value, fits = percentage(p.Value, with.Value)
	default:
		p.Value, fits = percentChange(p.Value, with.Value)
	}
	if !fits {
		p.undefine(TooLong)
		return
	}
	p.Against = !with.Complete
	c.span(p, other, i)
}

// other returns the point that one is compared with, -1 if there is none, and why
// there is no value then.
func (c *comparison) other(i int, t Transform) (int, Reason) {
	switch t {
	case YearOnYear:
		return c.yearBefore(i), NoYearAgo
	case Index:
		return c.base, NoBase
	case Change, PercentChange, Values:
	}
	if i > 0 && c.frequency != AsPublished && c.points[i-1].End+1 != c.points[i].Start {
		return -1, NoPrevious // a period lies between them
	}
	return i - 1, NoPrevious
}

// span gives a comparison of two points the status that it has: of a break if
// one lies between them, else that of the values.
func (c *comparison) span(p *Point, a, b int) {
	if c.breaks != nil {
		from, to := min(a, b), max(a, b)
		at := c.breaks[to]
		if at > from || at == from && c.points[at].mixed {
			p.Status, p.Broken = Break, c.points[at].Broken
			return
		}
	}
	p.Status = unbroken(c.points[a].Status).over(unbroken(c.points[b].Status))
}

// unbroken is a status where the break itself is not spanned: both values lie behind it.
func unbroken(s Status) Status {
	if s == Break {
		return Normal
	}
	return s
}

// breaksOf returns, for each point, the last break at or before it; nil if there is none.
func breaksOf(points []Point) []int {
	if !slices.ContainsFunc(points, func(p Point) bool { return p.Status == Break }) {
		return nil
	}
	list, last := make([]int, len(points)), -1
	for i := range points {
		if points[i].Status == Break {
			last = i
		}
		list[i] = last
	}
	return list
}

// yearBefore returns the point of the same period one year before: the same days,
// or both the ends of their months.
func (c *comparison) yearBefore(i int) int {
	p := &c.points[i]
	if c.frequency != AsPublished {
		return c.at(firstOf(monthOf(p.Start) - monthsOfYear))
	}
	if start, ok := yearBefore(p.Start); ok {
		if at := c.at(start); at >= 0 && sameEnd(p.End, c.points[at].End) {
			return at
		}
	}
	if !isMonthEnd(p.Start) {
		return -1
	}
	at := c.at(endYearBefore(p.Start))
	if at < 0 || !sameEnd(p.End, c.points[at].End) {
		return -1
	}
	return at
}

// sameEnd reports whether the last day of a period corresponds to that of one a year
// before.
func sameEnd(end, before Day) bool {
	same, ok := yearBefore(end)
	return ok && same == before || isMonthEnd(end) && endYearBefore(end) == before
}

// at returns the point that begins on a day, -1 if there is none. No day is asked for
// that lies before the one asked for last: the points have an order, and so have the
// days a year before theirs.
func (c *comparison) at(start Day) int {
	for c.behind < len(c.points) && c.points[c.behind].Start < start {
		c.behind++
	}
	if c.behind == len(c.points) || c.points[c.behind].Start != start {
		return -1
	}
	return c.behind
}

// baseOf returns the point that is the base of an index, -1 if there is none.
func baseOf(points []Point, base *Span) int {
	found := -1
	for i := range points {
		p := &points[i]
		switch {
		case p.Value.Missing:
		case base == nil && !isZero(p.Value):
			return i
		case base != nil && p.Start >= base.First && p.Start <= base.Last:
			found = i
		}
	}
	return found
}
