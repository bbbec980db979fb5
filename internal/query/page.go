package query

import (
	"strconv"

	"hachinohe.example/opendata/internal/lang"
)

// maxOffset bounds what is passed over, and a limit that nothing else bounds.
const maxOffset = 1_000_000_000

// page reads limit and offset.
func (in *parser) page() {
	most := in.options.MaxLimit
	if most == 0 {
		most = maxOffset
	}
	in.Limit = in.limit(most)
	in.Offset = in.Integer("offset", 0, 0, maxOffset)
	if in.Limit != in.options.Limit {
		in.Given["limit"] = strconv.Itoa(in.Limit)
	}
	if in.Offset != 0 {
		in.Given["offset"] = strconv.Itoa(in.Offset)
	}
}

// limit reads how many rows a page has. Whoever wants more than a page can hold
// learns where there are no pages.
func (in *parser) limit(most int) int {
	if most == maxOffset || !in.Above("limit", most) {
		return in.Integer("limit", in.options.Limit, 1, most)
	}
	in.Text("limit")
	n := strconv.Itoa(most)
	in.Fail("limit", lang.T("JSON では "+n+" 行までです。続きは cursor で読めます。ほかの形式にはこの上限がありません（例 format=ndjson）",
		"JSON has "+n+" rows at most: go on with cursor. Other formats have no such limit (format=ndjson)"))
	return in.options.Limit
}

// from reads the cursor, which belongs to a query: everything else has been
// read before.
func (in *parser) from() {
	text, ok := in.Text("cursor")
	if !ok {
		return
	}
	if in.Has("offset") {
		in.together("offset", "cursor ", "cursor")
	}
	c, wrong := parseCursor(text)
	switch {
	case !wrong.Empty():
	case c.Release != in.In.Number:
		n := strconv.Itoa(c.Release)
		wrong = lang.T("この cursor は公表"+n+"のもので、ほかの公表には使えません。cursor を除いて初めから読み直してください",
			"this cursor is of release "+n+" and cannot be used with another: leave it out and begin again")
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
