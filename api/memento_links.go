package api

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/release"
)

// original is an address without a time: what is there now. It is its own time
// gate, and with release= it is a memento (RFC 7089).
type original struct {
	path  string // escaped, with the extension: nothing of it can leave the brackets of a link
	given url.Values
}

func (r *request) original() original {
	o := original{path: (&url.URL{Path: r.http.URL.Path}).EscapedPath()}
	if r.format != "" {
		o.path += "." + r.format
	}
	if len(r.params) > 0 {
		o.given = maps.Clone(url.Values(r.params))
		o.given.Del("as_of")
		o.given.Del("release")
	}
	return o
}

// address is where the present is, without the base URL.
func (o original) address() string {
	if len(o.given) == 0 {
		return o.path
	}
	return o.path + "?" + o.given.Encode()
}

// at is where the state of a release is for ever.
func (o original) at(number int) string {
	given := url.Values{"release": {strconv.Itoa(number)}}
	maps.Copy(given, o.given)
	return o.path + "?" + given.Encode()
}

// timemap is where all states are listed.
func (o original) timemap() string { return timemapOf(o.address()) }

func timemapOf(address string) string { return v1 + "timemap?url=" + url.QueryEscape(address) }

// maxTimemapLink bounds the address of a time map that is linked to, so that
// headers stay small however long a query is.
const maxTimemapLink = 1 << 10

// mementoLinks tell where the present is and where all states are listed; and of
// a past state, what address it has for ever. What stands under the number of a
// release has one state only.
func (s *Server) mementoLinks(r *request, rel *release.Release, memento bool) []string {
	o := r.original()
	address := o.address()
	if r.number != "" {
		return []string{s.mementoLink(address, "original memento", rel.Effective)}
	}
	links := append(make([]string, 0, 3), `<`+s.cfg.BaseURL+address+`>; rel="original timegate"`) //nolint:mnd // the most there are
	if memento {
		links = append(links, s.mementoLink(o.at(rel.Number), "memento", rel.Effective))
	}
	if to := timemapOf(address); len(to) <= maxTimemapLink {
		links = append(links, `<`+s.cfg.BaseURL+to+`>; rel="timemap"; type="`+mediaLinks+`"`)
	}
	return links
}

func (s *Server) mementoLink(address, rel string, at time.Time) string {
	return link(s.cfg.BaseURL+address, rel) + `; datetime="` + at.UTC().Format(http.TimeFormat) + `"`
}
