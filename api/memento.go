package api

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"hachinohe.example/opendata/internal/release"
)

// mementoLinks tell a client that asked for the past where the present is, what
// address this state has for ever, and where all states are listed (RFC 7089).
// The address that was asked for is its own time gate.
func (s *Server) mementoLinks(r *request, rel *release.Release) []string {
	path := (&url.URL{Path: r.http.URL.Path}).EscapedPath() // nothing of it can leave the brackets
	if r.format != "" {
		path += "." + r.format
	}
	given := maps.Clone(url.Values(r.params))
	given.Del("as_of")
	given.Del("release")
	original := s.cfg.BaseURL + path
	if len(given) > 0 {
		original += "?" + given.Encode()
	}
	given.Set("release", strconv.Itoa(rel.Number))
	return []string{
		link(original, "original timegate"),
		link(s.cfg.BaseURL+path+"?"+given.Encode(), "memento") + `; datetime="` + rel.Effective.UTC().Format(http.TimeFormat) + `"`,
		link(s.cfg.BaseURL+v1+"releases", "timemap") + `; type="application/json"`,
	}
}
