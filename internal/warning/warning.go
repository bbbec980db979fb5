// Package warning is what a person should know before he relies on an answer that
// is good: a stable code, a sentence in both languages, and the place.
//
// It promises that a code, once published, keeps its meaning. It refuses to decide
// when a warning is due: the package that sees the reason does.
package warning

import "hachinohe.example/opendata/internal/lang"

// Code names a kind of warning. Programs may rely on it.
type Code string

// The codes that answers have.
const (
	// SeriesBreak: the values before and behind the place are not comparable (SDMX
	// OBS_STATUS B).
	SeriesBreak Code = "series_break"
	// IncompletePeriod: the values do not reach the end of the last period.
	IncompletePeriod Code = "incomplete_period"
	// ProvisionalValue: a value may still be revised (SDMX OBS_STATUS P).
	ProvisionalValue Code = "provisional_value"
	// ComputedValue: a value was estimated or computed and is not the figure of the
	// statistical source itself (SDMX OBS_STATUS E).
	ComputedValue Code = "computed_value"
	// MissingValue: a period has no value (SDMX OBS_STATUS M, or an empty cell).
	MissingValue Code = "missing_value"
	// NoRows: no row satisfies the conditions.
	NoRows Code = "no_rows"
	// LongerPeriod: values are of longer periods than the frequency that was asked
	// for, and are left out.
	LongerPeriod Code = "longer_period"
	// Overdue: the newest value is older than the stated frequency promises.
	Overdue Code = "overdue"
)

// Warning is one thing to know.
//
//	@Description	値を使う前に確認すべきこと。codeの意味は変わらない。 / Something to know before using the values; the meaning of a code never changes.
type Warning struct {
	Code      Code   `json:"code"`
	Message   string `json:"message"`
	MessageEn string `json:"message_en"`
	Place     *Place `json:"place,omitempty"`
}

// Place is what a warning is about: a series, or a period of it.
//
//	@Description	注意の対象となる系列と期間。 / The series and period that a warning is about.
type Place struct {
	IndicatorID string `json:"indicator_id,omitempty"`
	AreaCode    string `json:"area_code,omitempty"`
	PeriodStart string `json:"period_start,omitempty"` // YYYY-MM-DD
	PeriodEnd   string `json:"period_end,omitempty"`   // YYYY-MM-DD, inclusive
}

// New returns a warning; the place is what it is about, the zero value all.
func New(code Code, message lang.Text, about Place) Warning {
	w := Warning{Code: code, Message: message.Ja, MessageEn: message.En}
	if about != (Place{}) {
		w.Place = &about
	}
	return w
}
