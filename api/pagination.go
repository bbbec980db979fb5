package api

import (
	"context"
	"maps"
	"strconv"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/citation"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/header"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/results"
)

// walk reads which page is asked for of a list that is not the rows of one
// dataset; scope names the list. What else is given stands in q.
func (v *view) walk(p *param.Values, scope string, q recordsQuery) recordsQuery {
	q.Query = query.Listing(p, v.release.Number, scope, *walkParams.Read(p), defaultLimit, q.given)
	return q
}

// pageAnswer answers with the page of such a list that find finds.
func (v *view) pageAnswer(about citation.Subject, q recordsQuery, find func(context.Context) (any, results.Page, error)) *delivery.Page {
	p := jsonPage(about.Path+"?"+canonical(q.given), func(ctx context.Context) (*delivery.Body, error) {
		list, page, err := find(ctx)
		if err != nil {
			return nil, err
		}
		body, err := format.Marshal(struct {
			Metadata catalog.Metadata `json:"metadata"`
			Results  any              `json:"results"`
		}{v.metadata(about, q, page), list})
		out := delivery.NewBody(body)
		out.Links = v.pageLinks(about.Path, q, page)
		return out, err
	})
	p.Links = v.citeAs(about.Path, q.given)
	return p
}

// pageLinks point to other pages: by offset to the first, previous and last, and
// with a cursor to the next, which is found however far back it lies.
func (v *view) pageLinks(path string, q recordsQuery, page results.Page) []string {
	links := []string{v.pageLink(path, q, "offset", "", "first")}
	if _, walking := q.given["cursor"]; !walking {
		links = append(links, v.pageLink(path, q, "offset", strconv.Itoa(q.lastPage(page)), "last"))
		if q.Offset > 0 {
			links = append(links, v.pageLink(path, q, "offset", strconv.Itoa(q.previousPage(page)), "prev"))
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
	// Whoever follows it gets this format, whatever Accept says, and this
	// release, also if another one becomes current meanwhile.
	return header.Link(v.catalog.Permanent(path+q.format.Suffix(), q.at(parameter, value)), rel)
}

// at is the parameters of another page: from an offset on, or behind a cursor.
func (q recordsQuery) at(parameter, value string) map[string]string {
	given := maps.Clone(q.given)
	delete(given, "offset")
	delete(given, "cursor")
	if value != "" && value != "0" {
		given[parameter] = value
	}
	return given
}

// lastPage and previousPage are the offsets of other pages.
func (q recordsQuery) lastPage(page results.Page) int {
	return max(0, (page.Count-1)/q.Limit*q.Limit)
}

func (q recordsQuery) previousPage(page results.Page) int {
	return max(0, min(q.Offset-q.Limit, q.lastPage(page)))
}
