package api

import (
	"maps"
	"strconv"

	"hachinohe.example/opendata/internal/results"
)

// pageLinks point to other pages: by offset to the first, previous and last, and
// with a cursor to the next, which is found however far back it lies.
func (v *view) pageLinks(path string, q recordsQuery, page results.Page) []string {
	links := []string{v.pageLink(path, q, "offset", "", "first")}
	if _, walking := q.given["cursor"]; !walking {
		last := max(0, (page.Count-1)/q.Limit*q.Limit)
		links = append(links, v.pageLink(path, q, "offset", strconv.Itoa(last), "last"))
		if q.Offset > 0 {
			links = append(links, v.pageLink(path, q, "offset", strconv.Itoa(max(0, min(q.Offset-q.Limit, last))), "prev"))
		}
	}
	if next := v.next(q, page); next != nil {
		links = append(links, v.pageLink(path, q, "cursor", *next, "next"))
	}
	return links
}

// next returns the cursor of the next page, nil if there are no more rows.
func (v *view) next(q recordsQuery, page results.Page) *string {
	if !page.More {
		return nil
	}
	cursor := q.Cursor(v.release.Number, page.Last)
	return &cursor
}

func (v *view) pageLink(path string, q recordsQuery, parameter, value, rel string) string {
	given := make(map[string]string, len(q.given)+1)
	maps.Copy(given, q.given)
	delete(given, "offset")
	delete(given, "cursor")
	if value != "" && value != "0" {
		given[parameter] = value
	}
	// Whoever follows it gets this format, whatever Accept says, and this
	// release, also if another one becomes current meanwhile.
	return link(v.catalog.Permanent(path+q.format.Suffix(), given), rel)
}
