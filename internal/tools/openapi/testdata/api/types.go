package api

import "time"

// Problem is the body of every error, after RFC 9457.
type Problem struct {
	// 問題の種類
	Type   string `json:"type" example:"https://opendata.example/problems/invalid"`
	Status int    `json:"status" example:"400"`
	// 直し方
	Fixes []string `json:"fixes,omitempty"`
}

// ListParams are the parameters of every list.
type ListParams struct {
	// 件数
	Limit int `form:"limit" minimum:"1" maximum:"1000" default:"100" example:"20"`
	// 形式
	Format string `form:"format" enums:"json,csv" example:"csv"`
	// 項目（コンマ区切り）
	Fields []string `form:"fields" example:"id,name"`
	// BOM
	BOM bool `form:"bom" default:"false"`
}

// SeriesParams are those of a list and one more.
type SeriesParams struct {
	ListParams
	// この日以後
	Since string `form:"since" format:"date" example:"2022-01-01"`
}

// Mark is how the plan marks an initiative.
type Mark string

// The marks in the order of the plan.
const (
	New     Mark = "new"
	Revised Mark = "revised"
)

// Metadata says what was asked.
type Metadata struct {
	// 全件数
	Count  int        `json:"count"`
	Cursor *string    `json:"cursor"`
	Issued time.Time  `json:"issued" format:"date-time"`
	Until  *time.Time `json:"until,omitempty" format:"date-time"`
	Tags   []string   `json:"tags"`
	Value  Number     `json:"value" swaggertype:"number" extensions:"x-nullable"`
}

// Number is written by a method of its own, so its field says what comes out.
type Number struct{ units int64 }

// Page is one answer.
type Page[T any] struct {
	Base
	Results []T `json:"results"`
}

// Base is embedded in every answer.
type Base struct {
	// 応答についての情報
	Metadata Metadata `json:"metadata"`
	// 前の応答
	Previous *Metadata `json:"previous"`
}

// InitiativePage is the answer of the list.
//
//	@Description	取組の一覧
type InitiativePage struct {
	Base
	Results []Initiative `json:"results"`
}

// Initiative is one of the plan.
type Initiative struct {
	ID   string `json:"id" example:"i-072"`
	Mark Mark   `json:"mark"`
	// 前の区分
	Before *Mark          `json:"before"`
	Number *int           `json:"number" minimum:"1"`
	Extra  map[string]any `json:"extra"`
}

var _ = Number{units: 1}.units
