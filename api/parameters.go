package api

import (
	"strconv"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/param"
)

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
	foundParams      = param.Compile[param.Found]()
	comparedParams   = param.Compile[param.Compared]()
	timeMapParams    = param.Compile[param.TimeMap]()
)

// page reads limit and offset of what is no dataset. What has an envelope comes in
// pages; the rest comes whole unless a limit is given.
func page(p *param.Values, f format.Format, given map[string]string) (limit, offset int) {
	asks := pageParams.Read(p)
	if f.Envelope {
		limit = defaultLimit
	}
	if asks.Limit != nil && *asks.Limit != limit {
		limit = *asks.Limit
		given["limit"] = strconv.Itoa(limit)
	}
	if asks.Offset != nil && *asks.Offset != 0 {
		offset = *asks.Offset
		given["offset"] = strconv.Itoa(offset)
	}
	return limit, offset
}
