package query

import (
	"strconv"

	"hachinohe.example/opendata/internal/lang"
)

// page reads limit and offset: pagination by number. Going on behind a row is
// in cursor.go.
func (in *parser) page() {
	in.Limit = in.limit()
	if in.Limit != in.options.Limit {
		in.Given["limit"] = strconv.Itoa(in.Limit)
	}
	if in.asks.Offset != nil && *in.asks.Offset != 0 {
		in.Offset = *in.asks.Offset
		in.Given["offset"] = strconv.Itoa(in.Offset)
	}
}

// limit reads how many rows a page has. Whoever wants more than a page can hold
// learns where there are no pages.
func (in *parser) limit() int {
	most, limit := in.options.MaxLimit, in.asks.Limit
	switch {
	case limit == nil:
		return in.options.Limit
	case most == 0 || *limit <= most:
		return *limit
	}
	n := strconv.Itoa(most)
	in.Fail("limit", lang.T("JSON では "+n+" 行までです。続きは cursor で読めます。ほかの形式にはこの上限がありません（例 format=ndjson）",
		"JSON returns at most "+n+" rows: continue with cursor, or use another format, which has no such limit (format=ndjson)"))
	return in.options.Limit
}

// cursor reads the cursor, which belongs to a query: everything else has been
// read before.
func (in *parser) cursor() {
	if in.asks.Cursor == nil {
		return
	}
	text := *in.asks.Cursor
	if in.asks.Offset != nil {
		in.together("offset", "cursor ", "cursor")
	}
	c, wrong := parseCursor(text)
	switch {
	case !wrong.Empty():
	case c.Release != in.cursorRelease:
		n := strconv.Itoa(c.Release)
		wrong = lang.T("この cursor は第"+n+"回公表のもので、ほかの回の公表には使えません。cursor を削除して最初から読み直してください",
			"this cursor belongs to release "+n+" and cannot be used with another: remove it and start again")
	case !in.Wrong() && !c.Belongs(in.Query):
		wrong = foreignCursor()
	}
	if !wrong.Empty() {
		in.Fail("cursor", wrong)
		return
	}
	in.after = &c
	in.Given["cursor"] = text
}
