package api

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
)

// mediaLinks is the notation of time maps (RFC 6690, as RFC 7089 uses it).
const mediaLinks = "application/link-format"

// timemap lists every state that an address ever had.
//
//	@Summary		タイムマップ（Memento）
//	@Description	あるアドレスのこれまでの状態の一覧（RFC 7089、application/link-format）。その答えがある公表ごとに一行。 / Every state an address ever had (RFC 7089): one line for each release in force in which it has an answer.
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404,410	{object}	Problem
//	@Produce		application/link-format
//	@Param			url	query		string	true	"このサービスのアドレス（/ から始まる。as_ofとreleaseは除く） / an address of this service, from / on, without as_of and release"	example(/api/v1/goals)
//	@Success		200	{string}	string	"link-format"
//	@Router			/api/v1/timemap [get]
func (s *Server) timemap(r *request) (delivery.Response, error) {
	p := r.query()
	if r.format != "" {
		p.Fail("", lang.T("拡張子は使えません", "an extension cannot be used here"))
	}
	text, ok := p.Text("url")
	if !ok {
		p.Fail("url", lang.T("URLを指定してください（例 url=/api/v1/goals）", "must be a URL, such as url=/api/v1/goals"))
	}
	if err := p.Done(); err != nil {
		return nil, err
	}
	w, err := s.wayTo(r, p, text)
	if err != nil {
		return nil, err
	}
	_, now, err := s.present(r)
	if err != nil {
		return nil, err
	}
	return s.timemapAnswer(r, w, now), nil
}

func (s *Server) timemapAnswer(r *request, w *way, now *view) *delivery.Page {
	key := w.original.timemap() + "\n" + now.release.Hash + "\n" + strings.Join(s.shelf.Withdrawals(), "\n")
	walked := sync.OnceValues(func() ([]release.Entry, error) {
		return delivery.HistoryJob(r.http.Context(), s.delivery, func(ctx context.Context) ([]release.Entry, error) { return s.mementos(ctx, w, r.now) })
	})
	first := func() error {
		_, err := walked()
		return err
	}
	p := delivery.NewPage(mediaLinks, key, func(context.Context) (*delivery.Body, error) {
		found, err := walked()
		if err != nil {
			return nil, err
		}
		if len(found) == 0 { // what is there now says best why there is nothing
			_, err := w.handler(now, w.request)
			return nil, err
		}
		return delivery.NewBody(s.writeTimemap(w.original, found)), nil
	})
	p.Before = first
	return p
}

// timedRoute is a path that answers from a release of the reader's choice.
type timedRoute struct {
	pattern string
	handler handler
	basis   basis
}

// way is how an address is answered: by which handler, asked what.
type way struct {
	timedRoute
	original original
	request  *request
}

// wayTo reads an address as the routes do. Nothing is ever fetched: only paths
// that this service has are known.
func (s *Server) wayTo(r *request, p *param.Values, text string) (*way, error) {
	refuse := func(message lang.Text) error {
		p.Fail("url", message)
		return p.Err()
	}
	u, err := url.ParseRequestURI(strings.TrimPrefix(text, s.cfg.BaseURL))
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") {
		return nil, refuse(lang.T("このサービスのURLを / から指定してください（例 url=/api/v1/goals）", "must be a URL of this service, from / on, such as url=/api/v1/goals"))
	}
	given, err := param.Read(u.RawQuery)
	if err != nil {
		return nil, err
	}
	if given["as_of"] != nil || given["release"] != nil {
		return nil, refuse(lang.T("as_of と release は指定しないでください", "remove as_of and release"))
	}
	path, format := cutExtension(u.Path)
	route, id, ok := s.route(path)
	if !ok {
		var paths []string
		for _, t := range s.timed {
			paths = append(paths, t.pattern)
		}
		return nil, fault.NotFoundAmong(lang.T("このURLのタイムマップはありません", "this URL has no time map"), u.Path, paths)
	}
	asked := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}, Header: make(http.Header)}).WithContext(r.http.Context())
	w := &way{timedRoute: route, request: &request{http: asked, id: id, format: format, params: given, timed: true, now: r.now}}
	w.original = w.request.original()
	return w, nil
}

// route finds the route of a path, and what stands in the place of its variable.
func (s *Server) route(path string) (route timedRoute, id string, ok bool) {
	elements := strings.Split(path, "/")
	for _, t := range s.timed {
		id, matches := "", true
		pattern := strings.Split(t.pattern, "/")
		for i := 0; i < len(pattern) && matches && len(pattern) == len(elements); i++ {
			if strings.HasPrefix(pattern[i], ":") {
				id, matches = elements[i], elements[i] != ""
				continue
			}
			matches = pattern[i] == elements[i]
		}
		if matches && len(pattern) == len(elements) {
			return t, id, true
		}
	}
	return timedRoute{}, "", false
}

func (s *Server) writeTimemap(o original, found []release.Entry) []byte {
	first, last := found[0], found[len(found)-1]
	lines := []string{
		link(s.cfg.BaseURL+o.address(), "original timegate"),
		link(s.cfg.BaseURL+o.timemap(), "self") + `; type="` + mediaLinks + `"; from="` + first.Effective.UTC().Format(http.TimeFormat) +
			`"; until="` + last.Effective.UTC().Format(http.TimeFormat) + `"`,
	}
	for _, e := range found {
		rel := "memento"
		if e == last {
			rel = "last " + rel
		}
		if e == first {
			rel = "first " + rel
		}
		lines = append(lines, s.mementoLink(o.at(e.Number), rel, e.Effective))
	}
	return []byte(strings.Join(lines, ",\n") + "\n")
}
