package api

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/representation"
)

// timemap lists every state that an address ever had.
//
//	@Summary		タイムマップ（Memento）
//	@Description	あるURLのこれまでの状態の一覧（RFC 7089、application/link-format）。そのURLに応答がある公表ごとに一行。1000件を超える続きは rel="timemap" のURLで取得できる。 / Every state of a URL (RFC 7089): one line for each published release in which it has a response. What is beyond 1000 lines is at the URL with rel="timemap".
//	@Tags			releases
//	@Produce		application/problem+json
//	@Failure		400,404,410	{object}	problems.Problem
//	@Produce		application/link-format
//	@Param			request	query		param.TimeMap	false	"address"
//	@Success		200	{string}	string	"link-format"
//	@Router			/api/v1/timemap [get]
func (s *Server) timemap(r *request) (delivery.Response, error) {
	p := r.query()
	if r.format != "" {
		p.Fail("", lang.T("拡張子は使えません", "an extension cannot be used here"))
	}
	asks := timeMapParams.Read(p)
	q := query.Log(p, "timemap", asks.LogPage, maxLimit)
	if err := p.Done(); err != nil {
		return nil, err
	}
	to, err := s.resolve(r, p, *asks.URL)
	if err != nil {
		return nil, err
	}
	_, now, err := s.present(r)
	if err != nil {
		return nil, err
	}
	return s.timemapPage(r, to, q, now), nil
}

func (s *Server) timemapPage(r *request, to *resolvedURL, q query.Query, now *view) *delivery.Page {
	key := to.url.TimeMap() + "&" + q.String() + "\n" + now.release.Hash + "\n" + strings.Join(s.cache.Withdrawals(), "\n")
	above, _ := q.Behind()
	states := sync.OnceValues(func() ([]ledger.Entry, error) {
		return delivery.HistoryJob(r.http.Context(), s.delivery, "timemap", func(ctx context.Context) ([]ledger.Entry, error) {
			return s.states.Of(ctx, to.needs, memento.Part{Above: above, Limit: q.Limit}, r.now, func(rel *release.Release) error { return to.ask(s.view(rel)) })
		})
	})
	p := delivery.NewPage(memento.MediaType, key, func(context.Context) (*delivery.Body, error) {
		found, err := states()
		if err != nil {
			return nil, err
		}
		if len(found) == 0 { // what is there now says best why there is nothing
			return nil, cmp.Or(to.ask(now), query.ForeignCursor())
		}
		return delivery.NewBody(to.url.List(memento.Page{
			States: found, Limit: q.Limit, Self: q.String(), First: q.FirstPage().String(),
			Behind: func(number int) string { return q.BehindEntry(number).String() },
		})), nil
	})
	p.Before = func() error {
		_, err := states()
		return err
	}
	return p
}

// always is what pages and the like need of a release: they are in every one.
func always() memento.Needs { return memento.Needs{} }

// onDatasets is what an address needs of a release that has a response there if it
// has a dataset and, where the address names a record of one of some, that record.
func onDatasets(rows ...string) memento.Needs { return memento.Needs{Datasets: true, Rows: rows} }

// timedRoute is a path that answers from a release of the reader's choice.
type timedRoute struct {
	pattern string
	handler handler
	needs   memento.Needs
}

// resolvedURL is an address of the service: by which handler it is answered, and
// asked what.
type resolvedURL struct {
	timedRoute

	url     memento.URL
	request *request
}

// ask asks whether a release has a response at the address.
func (u *resolvedURL) ask(v *view) error {
	_, err := u.handler(v, u.request)
	return err
}

// resolve reads an address as the routes do. Nothing is ever fetched: only paths
// that this service has are known.
func (s *Server) resolve(r *request, p *param.Values, text string) (*resolvedURL, error) {
	asked, given, err := memento.Address(p, s.cfg.BaseURL, text)
	if err != nil {
		return nil, err
	}
	path, format := representation.CutExtension(s.cfg.Formats, asked)
	route, id, ok := s.route(path)
	if !ok {
		var paths []string
		for _, t := range s.timed {
			if !strings.Contains(t.pattern, ":") { // what is shown can be called
				paths = append(paths, t.pattern)
			}
		}
		return nil, fault.NotFoundAmong(lang.T("このURLのタイムマップはありません", "this URL has no time map"), asked, paths)
	}
	plain := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}, Header: make(http.Header)}).WithContext(r.http.Context())
	request := &request{http: plain, id: id, format: format, params: given, timed: true, now: r.now}
	return &resolvedURL{timedRoute: route, url: s.urlOf(request), request: request}, nil
}

// route finds the route of a path, and what stands in the place of its variable.
func (s *Server) route(path string) (route timedRoute, id string, ok bool) {
	for _, t := range s.timed {
		if id, ok := memento.Matches(t.pattern, path); ok {
			return t, id, true
		}
	}
	return timedRoute{}, "", false
}

// urlOf is the address of a request without a time.
func (s *Server) urlOf(r *request) memento.URL {
	extension := ""
	if r.format != "" {
		extension = "." + r.format
	}
	return memento.NewURL(s.cfg.BaseURL, r.http.URL.Path, extension, r.params)
}

// mementoLinks link a response to other states of its address.
func (s *Server) mementoLinks(r *request, rel *release.Release, past bool) []string {
	if r.number != "" {
		return s.urlOf(r).OnlyState(rel)
	}
	return s.urlOf(r).Links(rel, past)
}
