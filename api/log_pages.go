package api

import (
	"time"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/releasecache"
)

// logPart is the part of the log that a page holds, and the page behind it, nil if
// nothing follows.
func (v *view) logPart(h *releasecache.History, now time.Time, q query.Query) (part catalog.LogPage, next *query.Query, err error) {
	number, walking := q.Behind()
	if walking && (number < 1 || number > h.Len()) {
		return part, nil, query.ForeignCursor()
	}
	part = v.catalog.Log(h, now, catalog.LogPart{Below: number, Limit: q.Limit})
	if part.More {
		behind := q.BehindEntry(part.Last)
		next = &behind
	}
	return part, next, nil
}
