package progress

import (
	"encoding/json"

	"hachinohe.example/opendata/internal/warning"
)

// Answer is the progress of one series by every method, in words and numbers.
//
//	@Description	1つの系列の進捗。手法ごとに、算式、入力、結果（または計算できない理由）、限界を示す。 / The progress of one series: for each method its formula, inputs, result (or why there is none) and limits.
type Answer struct {
	Date           string            `json:"date,omitempty"` // of the newest value, YYYY-MM-DD: what is said is of this day
	Status         StatusAnswer      `json:"status"`
	Linear         LinearAnswer      `json:"linear"`
	CAGR           CAGRAnswer        `json:"cagr"`
	RequiredChange RequiredAnswer    `json:"required_change"`
	Projection     ProjectionAnswer  `json:"projection"`
	Warnings       []warning.Warning `json:"warnings"`
}

// Method is what every method says beside its result.
//
//	@Description	手法の名称と版、結果または計算できない理由、算式、限界、入力。 / Name and version of a method; its result, or why there is none; formula, limits and inputs.
type Method struct {
	Method    string  `json:"method"`           // such as linear@1
	Reason    Reason  `json:"reason,omitempty"` // why there is no result; absent where there is one
	Message   string  `json:"message"`          // the result, or why there is none
	MessageEn string  `json:"message_en"`
	Formula   string  `json:"formula"`
	FormulaEn string  `json:"formula_en"`
	Limits    string  `json:"limits"` // what the result does not say
	LimitsEn  string  `json:"limits_en"`
	Inputs    []Input `json:"inputs"`
}

// Input is a number that a method was given, and where it is from.
//
//	@Description	手法に入力した値と、そのレコード・公表番号。 / A number that a method was given, with its record and release.
type Input struct {
	Role        string      `json:"role"` // baseline, target, lower, upper (limits of the target), base, newest or observation
	Value       json.Number `json:"value" swaggertype:"number"`
	PeriodStart string      `json:"period_start,omitempty"` // YYYY-MM-DD
	PeriodEnd   string      `json:"period_end,omitempty"`   // YYYY-MM-DD, inclusive
	Record      string      `json:"record,omitempty"`       // key of the record
	Release     int         `json:"release,omitempty"`      // number of the release that the record is of
}

// StatusAnswer is the answer of status@1.
//
//	@Description	status@1 の結果。across_breakは、基準値と最新の値の間に断層があること。 / The result of status@1; across_break: there is a break between baseline and newest value.
type StatusAnswer struct {
	Method

	Status      Status `json:"status"`
	Label       string `json:"label"`
	LabelEn     string `json:"label_en"`
	AcrossBreak bool   `json:"across_break"` // baseline and newest value are not comparable without care
}

// LinearAnswer is the answer of linear@1. Numbers that were not computed are absent.
//
//	@Description	linear@1 の結果。計算しなかった数値は省かれる。 / The result of linear@1; numbers that were not computed are absent.
type LinearAnswer struct {
	Method

	SharePercent   json.Number `json:"share_percent,omitempty" swaggertype:"number"`   // of the way from baseline to target
	ElapsedPercent json.Number `json:"elapsed_percent,omitempty" swaggertype:"number"` // of the time from baseline to target
	PathValue      json.Number `json:"path_value,omitempty" swaggertype:"number"`      // of the straight path at the date
	AheadOfPath    json.Number `json:"ahead_of_path,omitempty" swaggertype:"number"`   // in the indicator's unit; negative is behind
	PathReason     Reason      `json:"path_reason,omitempty"`                          // why there is a share and no path
	AcrossBreak    bool        `json:"across_break"`
}

// CAGRAnswer is the answer of cagr@1. Numbers that were not computed are absent.
//
//	@Description	cagr@1 の結果。計算しなかった数値は省かれる。 / The result of cagr@1; numbers that were not computed are absent.
type CAGRAnswer struct {
	Method

	ObservedPercent json.Number `json:"observed_percent,omitempty" swaggertype:"number"` // a year
	RequiredPercent json.Number `json:"required_percent,omitempty" swaggertype:"number"` // a year
	RatioPercent    json.Number `json:"ratio_percent,omitempty" swaggertype:"number"`
	Category        Category    `json:"category,omitempty"`
	Label           string      `json:"label,omitempty"` // of the category
	LabelEn         string      `json:"label_en,omitempty"`
}

// RequiredAnswer is the answer of required_change@1.
//
//	@Description	required_change@1 の結果。計算しなかった数値は省かれる。 / The result of required_change@1; a number that was not computed is absent.
type RequiredAnswer struct {
	Method

	PerYear json.Number `json:"per_year,omitempty" swaggertype:"number"` // in the indicator's unit
}

// ProjectionAnswer is the answer of projection@1.
//
//	@Description	projection@1 の結果。計算しなかった数値は省かれる。 / The result of projection@1; numbers that were not computed are absent.
type ProjectionAnswer struct {
	Method

	Date  string      `json:"date,omitempty"` // of the target
	Value json.Number `json:"value,omitempty" swaggertype:"number"`
	Lower json.Number `json:"lower,omitempty" swaggertype:"number"` // of the 95 % prediction interval
	Upper json.Number `json:"upper,omitempty" swaggertype:"number"`
}
