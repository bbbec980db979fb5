// Package memento is access to past states by time (RFC 7089): which state a
// request means, the addresses of a resource now and in the past, the links between
// them, and the time map that lists all of them.
//
// It promises that an address without a time is its own time gate, and with
// release= a memento that stays; that a time map lists exactly the releases in
// which the address has a response; and that nothing is fetched to find that out.
// It refuses to know routes and handlers: what an address needs of a release, and
// whether it has a response, is told to it. It builds on releasecache and query; api uses it.
package memento

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"hachinohe.example/opendata/internal/header"
	"hachinohe.example/opendata/internal/release"
)

// MediaType is the notation of time maps (RFC 6690, as RFC 7089 uses it).
const MediaType = "application/link-format"

// URL is an address of the service without a time: the original resource of RFC
// 7089, which shows what is there now.
type URL struct {
	base  string     // of the service
	path  string     // escaped: nothing of it can leave the brackets of a link
	given url.Values // the parameters but for those that choose a time
}

// NewURL returns the URL of a path, which is not escaped, with an extension behind
// it and parameters.
func NewURL(base, path, extension string, given map[string][]string) URL {
	u := URL{base: base, path: (&url.URL{Path: path}).EscapedPath() + extension}
	if len(given) > 0 {
		u.given = maps.Clone(url.Values(given))
		u.given.Del("as_of")
		u.given.Del("release")
	}
	return u
}

// now is the address without the base URL.
func (u URL) now() string {
	if len(u.given) == 0 {
		return u.path
	}
	return u.path + "?" + u.given.Encode()
}

// at is where the state of a release is for ever.
func (u URL) at(number int) string {
	given := url.Values{"release": {strconv.Itoa(number)}}
	maps.Copy(given, u.given)
	return u.path + "?" + given.Encode()
}

// TimeMap is the address of the time map, without the base URL.
func (u URL) TimeMap() string { return timeMapOf(u.now()) }

func timeMapOf(address string) string {
	return "/api/v1/timemap?url=" + url.QueryEscape(address)
}

// Links tell where the present is and where all states are listed; and of a past
// state, what address it has for ever.
func (u URL) Links(rel *release.Release, past bool) []string {
	address := u.now()
	links := append(make([]string, 0, 3), header.Link(u.base+address, "original timegate")) //nolint:mnd // the most there are
	if past {
		links = append(links, u.memento(u.at(rel.Number), "memento", rel.Effective))
	}
	return append(links, header.Link(u.base+timeMapOf(address), "timemap")+`; type="`+MediaType+`"`)
}

// OnlyState is the link of an address that has one state only, such as one that
// has the number of a release in its path.
func (u URL) OnlyState(rel *release.Release) []string {
	return []string{u.memento(u.now(), "original memento", rel.Effective)}
}

func (u URL) memento(address, rel string, at time.Time) string {
	return header.Link(u.base+address, rel) + `; datetime="` + at.UTC().Format(http.TimeFormat) + `"`
}
