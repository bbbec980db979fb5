// Package progress judges one series of an indicator against its baseline, its
// target and the date of the target, by methods that have a name and a version.
//
// It promises that the same observations give the same answer on every machine:
// it has no clock and reads nothing. What is said is of the date of the newest
// value. Numbers are exact decimals; floating point is used for growth rates and
// projections alone, whose results are rounded. Result has numbers and codes, and
// costs no memory; Explain says them in words, with formulas, inputs and limits.
//
// It refuses to guess: what cannot be computed has a Reason, and values before and
// after a break are never compared without saying so. It does not average unlike
// indicators and knows neither releases nor HTTP; internal/plan fills its inputs.
package progress

import (
	"time"

	"hachinohe.example/opendata/dataset"
)

// Indicator is what is known of an indicator for one area. Whatever the city has
// not set is Missing, "" or 0.
type Indicator struct {
	ID       string            // of the indicator
	AreaCode string            // of the series
	Record   string            // key of the record that baseline and target are in
	Release  int               // number of the release that the record is of
	Desired  dataset.Direction // "" where nobody has said

	Baseline     dataset.Value // of dataset.Number
	BaselineDate dataset.Value // of dataset.DateType
	Target       dataset.Value // of dataset.Number; to be reached, or kept (maintain)
	TargetLower  dataset.Value // of dataset.Number; inclusive, of range and maintain
	TargetUpper  dataset.Value // of dataset.Number; inclusive, of range and maintain

	TargetFiscalYear int // ends on 31 March of the next calendar year

	ofCity bool // there is a target, but of the city alone
}

// Elsewhere is the indicator in an area that is not the city: baseline and target
// are those of the city, and are not set there.
func (in Indicator) Elsewhere() Indicator {
	in.ofCity = targeted(&in)
	none := missing()
	in.Baseline, in.BaselineDate, in.Target, in.TargetLower, in.TargetUpper, in.TargetFiscalYear = none, none, none, none, none, 0
	return in
}

// Observation is one value of the series. Its date is the last day of its period.
type Observation struct {
	Start, End int64                     // days since 1970-01-01, both inclusive
	Value      dataset.Value             // of dataset.Number
	Status     dataset.ObservationStatus // SDMX OBS_STATUS: B begins a new series
	Record     string                    // key of the record
	Release    int                       // number of the release that the record is of
}

// The statuses of observations that matter here.
const (
	statusBreak       dataset.ObservationStatus = "B"
	statusEstimated   dataset.ObservationStatus = "E"
	statusProvisional dataset.ObservationStatus = "P"
)

// Of judges a series whose observations are in the order of their ends. It
// allocates nothing.
func Of(indicator *Indicator, observations []Observation) Result {
	f := gather(indicator, observations)
	r := Result{Span: f.span}
	r.Linear = f.linear()
	r.CAGR = f.cagr()
	r.Status, r.StatusReason = f.status()
	r.RequiredChange = f.requiredChange()
	r.Projection = f.projection()
	return r
}

// EndOfFiscalYear returns the day on which a fiscal year (年度) ends, 31 March of
// the next calendar year, in days since 1970-01-01.
func EndOfFiscalYear(year int) int64 {
	return time.Date(year+1, time.March, 31, 0, 0, 0, 0, time.UTC).Unix() / daySeconds
}

// fiscalYear returns the fiscal year that a day lies in.
func fiscalYear(day int64) int {
	t := time.Unix(day*daySeconds, 0).UTC()
	if t.Month() < time.April {
		return t.Year() - 1
	}
	return t.Year()
}

const daySeconds = 24 * 60 * 60
