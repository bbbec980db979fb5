package progress

// SeriesFacts is what there is of a series, from its first to its last day.
//
//	@Description	系列の値の件数（missingは欠測、breaksは断層）と、最初の日から最後の日まで。 / How many values a series has (missing: without a value; breaks: the first of a new series), from its first to its last day.
type SeriesFacts struct {
	Observations int    `json:"observations"`
	Missing      int    `json:"missing"`
	Breaks       int    `json:"breaks"`
	PeriodStart  string `json:"period_start,omitempty"`
	PeriodEnd    string `json:"period_end,omitempty"`
}

// FactsOf counts a series whose observations are in the order of their ends.
func FactsOf(observations []Observation) SeriesFacts {
	facts := SeriesFacts{Observations: len(observations)}
	for i := range observations {
		if observations[i].Value.Missing {
			facts.Missing++
		}
		if observations[i].Status == statusBreak {
			facts.Breaks++
		}
	}
	if last := len(observations) - 1; last >= 0 {
		facts.PeriodStart, facts.PeriodEnd = date(observations[0].Start), date(observations[last].End)
	}
	return facts
}
