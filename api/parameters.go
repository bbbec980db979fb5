package api

import "hachinohe.example/opendata/internal/param"

// The readers of the parameters whose meaning is decided here. Those of rows are
// read in internal/query, those of periods in internal/plan.
//
//nolint:gochecknoglobals // compiled once, like patterns
var (
	timeParams       = param.Compile[param.Time]()
	formatParams     = param.Compile[param.Format]()
	layoutParams     = param.Compile[param.Layout]()
	fileLayoutParams = param.Compile[param.FileLayout]()
	historyParams    = param.Compile[param.History]()
	pageParams       = param.Compile[param.Page]()
	walkParams       = param.Compile[param.Walk]()
	logPageParams    = param.Compile[param.LogPage]()
	foundParams      = param.Compile[param.Found]()
	comparedParams   = param.Compile[param.Compared]()
	timeMapParams    = param.Compile[param.TimeMap]()
)
