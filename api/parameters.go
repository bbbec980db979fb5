package api

import "hachinohe.example/opendata/internal/param"

// The readers of the parameters whose meaning is decided here. Those of rows are
// read in internal/query, those of periods in internal/plan, those of formats in
// internal/representation.
//
//nolint:gochecknoglobals // compiled once, like patterns
var (
	timeParams     = param.Compile[param.Time]()
	historyParams  = param.Compile[param.History]()
	pageParams     = param.Compile[param.Page]()
	walkParams     = param.Compile[param.Walk]()
	logPageParams  = param.Compile[param.LogPage]()
	foundParams    = param.Compile[param.Found]()
	comparedParams = param.Compile[param.Compared]()
	timeMapParams  = param.Compile[param.TimeMap]()
)
