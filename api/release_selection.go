package api

import (
	"strconv"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/release"
)

// choose finds the release that a request means: what of it the request needs.
func (s *Server) choose(r *request) (*release.Release, error) {
	if r.number != "" {
		return s.inPath(r)
	}
	asked := memento.Asked{Params: r.params, AcceptDatetime: r.http.Header.Get("Accept-Datetime"), Now: r.now}
	c, err := asked.Choose(s.cache.Seen)
	if err != nil {
		return nil, err
	}
	r.pinned, r.memento = c.Pinned, c.ByTime
	if c.Number > 0 {
		return s.cache.Number(r.http.Context(), c.Number, r.now, r.only...)
	}
	return s.cache.At(r.http.Context(), c.At, r.only...)
}

// passing reports whether the time of the request decides the response, which the
// same address may not give for long: a handler that looks at the day, as_of of
// today, or of an instant that is not known for good yet.
func (r *request) passing() bool { return r.passes || r.params["as_of"] != nil && !r.pinned }

// current reports whether the request asks for what is so now. A cursor does, too:
// it goes on with what did.
func (r *request) current() bool {
	return r.params["release"] == nil && r.params["as_of"] == nil && !r.memento
}

// inPath finds the release whose number is in the path.
func (s *Server) inPath(r *request) (*release.Release, error) {
	n, err := strconv.Atoi(r.number)
	if err != nil || strconv.Itoa(n) != r.number {
		return nil, fault.NotFoundAmong(lang.T("このURLはありません", "no such URL"), r.http.URL.Path, s.known)
	}
	r.pinned = true
	return s.cache.Number(r.http.Context(), n, r.now, r.only...)
}
