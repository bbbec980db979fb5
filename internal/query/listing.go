package query

import (
	"maps"
	"strconv"

	"hachinohe.example/opendata/internal/param"
)

// Listing is the query of a list that is not the rows of one dataset, such as the
// hits of a search in all: given decides what stands in the list of a release, and
// scope tells it from other lists; usual is how much a page has unless the request
// says. Its cursors hold the place of a row in the list, where those of rows hold
// the row; so Offset is the place either way.
func Listing(p *param.Values, release int, scope string, asks param.Walk, usual int, given map[string]string) Query {
	l := &parser{Values: p, asks: &param.Rows{Offset: asks.Offset, Cursor: asks.Cursor}, cursorRelease: release}
	l.Given, l.cursorScope = given, scope
	l.Limit, l.Offset = Page(asks.Page, usual, given)
	if l.cursor(); l.after != nil {
		l.Offset = l.after.Row + 1
	}
	return l.Query
}

// Behind returns the row that a cursor goes on behind, false if the query has no
// cursor.
func (q Query) Behind() (row int, ok bool) {
	if q.after == nil {
		return 0, false
	}
	return q.after.Row, true
}

// ofNoRelease is the release in the cursors of lists that are the same whatever
// release is current.
const ofNoRelease = 0

// Log reads which page is asked for of a list of the log of releases, or of a part
// of it; usual is how many entries a page has unless the request says. The row in
// its cursors is the number of an entry.
func Log(p *param.Values, scope string, asks param.LogPage, usual int) Query {
	walk := param.Walk{Page: param.Page{Limit: asks.Limit}, Continued: asks.Continued}
	return Listing(p, ofNoRelease, scope, walk, usual, make(map[string]string))
}

// BehindEntry is the query of the page that goes on behind an entry of the log.
func (q Query) BehindEntry(number int) Query {
	next := q.FirstPage()
	next.Given["cursor"] = q.Cursor(ofNoRelease, number)
	return next
}

// FirstPage is the query of the first page.
func (q Query) FirstPage() Query {
	q.Given = maps.Clone(q.Given)
	delete(q.Given, "cursor")
	return q
}

// Page is the limit and the offset that are asked for of a list; usual is the limit
// unless the request says. What is asked for is noted in given.
func Page(asks param.Page, usual int, given map[string]string) (limit, offset int) {
	if asks.Offset != nil && *asks.Offset != 0 {
		offset = *asks.Offset
		given["offset"] = strconv.Itoa(offset)
	}
	limit = usual
	if asks.Limit != nil && *asks.Limit != usual {
		limit = *asks.Limit
		given["limit"] = strconv.Itoa(limit)
	}
	return limit, offset
}
