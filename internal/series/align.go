package series

import (
	"cmp"
	"slices"
)

// None is the place of a point that a series does not have.
const None = -1

// Align lays series side by side: the periods that any of them has, in order, and
// for each series the place of its point in each period, or None.
func Align(list [][]Point) (periods []Span, places [][]int) {
	for _, points := range list {
		for i := range points {
			periods = append(periods, Span{points[i].Start, points[i].End})
		}
	}
	slices.SortFunc(periods, compareSpans)
	periods = slices.Compact(periods)
	for _, points := range list {
		row := make([]int, len(periods))
		next := 0
		for i, period := range periods {
			row[i] = None
			if next < len(points) && points[next].Start == period.First && points[next].End == period.Last {
				row[i] = next
				next++
			}
		}
		places = append(places, row)
	}
	return periods, places
}

func compareSpans(a, b Span) int {
	return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last))
}
