// Package series is the arithmetic of time series: values of periods brought to
// another frequency, compared with each other, and laid side by side.
//
// It promises that values are exact decimals, rounded once and half away from zero
// where a quotient needs it; that what is not defined is missing and says why; and
// that a value which spans a break of its series says so. It refuses I/O, the clock
// and the names of datasets and columns. It builds on dataset; plan makes rows of it.
package series

import "hachinohe.example/opendata/dataset"

// Day is a calendar day, counted from 1970-01-01 as dataset.DateType does.
type Day = int64

// Status is a code of SDMX CL_OBS_STATUS.
type Status byte

// The statuses.
const (
	Normal      Status = 'A'
	Break       Status = 'B'
	Estimated   Status = 'E'
	Provisional Status = 'P'
	Missing     Status = 'M'
)

// over returns the status of what is made of values of two: that which the SDMX
// guidelines let prevail.
func (s Status) over(other Status) Status {
	for _, prevailing := range []Status{Break, Estimated, Provisional} {
		if s == prevailing || other == prevailing {
			return prevailing
		}
	}
	return Normal
}

// Point is the value of one period of a series. A series is points in the order of
// Start, no two of which are equal.
type Point struct {
	Start, End Day // inclusive
	Value      dataset.Value
	Broken     Day   // first day behind the break that the value spans, if Status is Break
	Row        int32 // of the observation that the value is taken from, or the last of those it is made of
	Count      int32 // of observations with a value
	Status     Status
	Undefined  Reason
	Single     bool // whether it is the value of one observation, that of Row
	Complete   bool // whether the observations reach as far as the aggregation needs
	Against    bool // whether it is compared with a value that is not complete

	mixed bool // whether a break of the period lies behind the value, or inside what it is made of
}

// Reason says why there is no value.
type Reason uint8

// The reasons.
const (
	Defined Reason = iota
	NoValue
	NoPrevious
	NoYearAgo
	NoBase
	ZeroDivisor
	TooLong
)

// String says it as notes do.
func (r Reason) String() string {
	return [...]string{
		Defined:     "",
		NoValue:     "この期間の値がない",
		NoPrevious:  "直前の期間の値がない",
		NoYearAgo:   "1年前の同じ期間の値がない",
		NoBase:      "基準とする期間の値がない",
		ZeroDivisor: "比べる値が0",
		TooLong:     "結果が18桁に収まらない",
	}[r]
}

// undefine takes its value from the point.
func (p *Point) undefine(why Reason) {
	p.Value, p.Status, p.Undefined = dataset.Value{Missing: true}, Missing, why
}

// Observed is the point of an observation as it was published.
func Observed(row int, start, end Day, v dataset.Value, s Status) Point {
	p := Point{
		Start: start, End: end, Value: v, Status: s, Single: true, Count: 1, Complete: true,
		Row: int32(row), //nolint:gosec // rows of a table are numbered in 32 bits, and those computed with in fewer
	}
	if s == Break {
		p.Broken = start
	}
	if v.Missing {
		p.Count, p.Complete, p.Undefined = 0, false, NoValue
	}
	return p
}
