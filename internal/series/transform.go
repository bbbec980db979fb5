package series

import "sort"

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
		out[i] = c.compared(i, t)
	}
	return out
}

// comparison is a series whose values are compared.
type comparison struct {
	points    []Point
	frequency Frequency
	breaks    []int // the last break at or before each point; -1: none
	base      int   // of an index; -1: none
}

func (c *comparison) compared(i int, t Transform) Point {
	p := c.points[i]
	other, none := c.other(i, t)
	switch {
	case p.Value.Missing:
		return p.undefined(p.Undefined)
	case other < 0 || c.points[other].Value.Missing:
		return p.undefined(none)
	}
	with := &c.points[other]
	var fits bool
	switch {
	case t == Change:
		p.Value, fits = difference(p.Value, with.Value)
	case isZero(with.Value):
		return p.undefined(ZeroDivisor)
	case t == Index:
		p.Value, fits = percentage(p.Value, with.Value)
	default:
		p.Value, fits = percentChange(p.Value, with.Value)
	}
	if !fits {
		return p.undefined(TooLong)
	}
	p.Against = !with.Complete
	return c.spanning(p, other, i)
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
	if i > 0 && c.frequency != AsPublished && c.points[i-1].Start != c.frequency.before(c.points[i].Start) {
		return -1, NoPrevious // a period lies between them
	}
	return i - 1, NoPrevious
}

// spanning gives a comparison of two points the status that it has: of a break if
// one lies between them, else that of the values.
func (c *comparison) spanning(p Point, a, b int) Point {
	from, to := min(a, b), max(a, b)
	at := c.breaks[to]
	if at > from || at == from && c.points[at].mixed {
		p.Status, p.Broken = Break, c.points[at].Broken
		return p
	}
	p.Status = unbroken(c.points[a].Status).over(unbroken(c.points[b].Status))
	return p
}

// unbroken is a status where the break itself is not spanned: both values lie behind it.
func unbroken(s Status) Status {
	if s == Break {
		return Normal
	}
	return s
}

// breaksOf returns, for each point, the last break at or before it.
func breaksOf(points []Point) []int {
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

// at returns the point that begins on a day, -1 if there is none.
func (c *comparison) at(start Day) int {
	i := sort.Search(len(c.points), func(i int) bool { return c.points[i].Start >= start })
	if i == len(c.points) || c.points[i].Start != start {
		return -1
	}
	return i
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
