package series

// Days and months of the Gregorian calendar, by arithmetic: a table is made of
// thousands of them at each request. Months are counted from January of year 0.

const (
	monthsOfYear = 12
	daysOfEra    = 146097 // 400 years
	yearsOfEra   = 400
	toEpoch      = 719468 // days from 0000-03-01 to 1970-01-01
)

// monthOf returns the month that a day lies in.
//
//nolint:mnd // the constants of the calendar, counted from March
func monthOf(d Day) int64 {
	d += toEpoch
	era := floorDiv(d, daysOfEra)
	day := d - era*daysOfEra
	year := (day - day/1460 + day/36524 - day/146096) / 365
	inYear := day - (365*year + year/4 - year/100)
	return (era*yearsOfEra+year)*monthsOfYear + (5*inYear+2)/153 + 2
}

// firstOf returns the first day of a month.
//
//nolint:mnd // the constants of the calendar, counted from March
func firstOf(month int64) Day {
	month -= 2 // the year begins in March
	year, inYear := floorDiv(month, monthsOfYear), month-floorDiv(month, monthsOfYear)*monthsOfYear
	era := floorDiv(year, yearsOfEra)
	year -= era * yearsOfEra
	return era*daysOfEra + 365*year + year/4 - year/100 + (153*inYear+2)/5 - toEpoch
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// isMonthEnd reports whether a day is the last of its month.
func isMonthEnd(d Day) bool { return firstOf(monthOf(d)+1) == d+1 }

// yearBefore returns the same day one year before; false on 29 February, which has
// none.
func yearBefore(d Day) (Day, bool) {
	month := monthOf(d)
	before := firstOf(month-monthsOfYear) + d - firstOf(month)
	return before, before < firstOf(month-monthsOfYear+1)
}

// endYearBefore returns the last day of the same month one year before.
func endYearBefore(d Day) Day { return firstOf(monthOf(d)-monthsOfYear+1) - 1 }
