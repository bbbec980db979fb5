package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/release"
)

// handler is what most routes are: it reads the request and says what the
// answer from a release is, or why there is none. It never writes.
type handler func(*view, *request) (*answer, error)

// plainHandler is a route that does not depend on any release.
type plainHandler func(*request) (*answer, error)

// request is what a handler may know of a request.
type request struct {
	http    *http.Request
	number  string              // the :number of the path: a release
	id      string              // the :id or :name of the path
	format  string              // the extension of the path: json, csv or none
	params  map[string][]string // the query
	pinned  bool                // as_of or release chose the release: the answer stays for ever
	memento bool                // Accept-Datetime chose the release
	timed   bool                // the release may be chosen (as_of, release)
	now     time.Time
}

// answer is what a handler returns: enough to know the ETag without making the
// body.
type answer struct {
	media      string // Content-Type
	key        string // what the body depends on beside release and program: the canonical request
	body       func(context.Context) (*payload, error)
	stream     stream                             // instead of body: what may be too long to be kept
	holds      int                                // bytes that the stream holds beside a chunk
	made       bool                               // the stream is of a body that is there already
	reach      func(context.Context) int          // of how many rows it may have to look at; nil: of few
	size       func(context.Context) (int, error) // of a stream, in bytes, where it can be known beforehand
	first      func() error                       // goes through the releases before the body is made, in a turn of its own
	published  bool                               // a file of the release, which keeps its own payload
	etag       string                             // set where the body has a name already: the sha256 of a canonical file
	filename   string                             // to be saved under this name
	varies     bool                               // chosen by Accept
	cache      cacheClass                         // how long it may be kept
	status     int                                // 200 if zero
	costly     bool                               // the body is a query: HEAD does without
	immediate  bool                               // made for this request alone: neither cached nor tagged
	links      []string                           // Link values that do not depend on the body
	release    *release.Release                   // that it comes from; nil if from none
	memento    bool                               // it was asked for as of an instant or a release
	repeatable bool                               // in the same words of the same release it is the same
}

// cacheClass says how long an answer may be kept.
type cacheClass int

const (
	latest    cacheClass = iota // always ask again: the next release may differ
	forEver                     // of a named release: never changes
	unsettled                   // of named releases of which something was withdrawn: always ask again
	noStore                     // never keep: the state of this process
)

// handle adapts a handler to gin: it finds the release that the request means.
func (s *Server) handle(h handler) gin.HandlerFunc {
	return s.plainly(func(r *request) (*answer, error) { return s.fromRelease(r, h) })
}

// fromRelease answers from the release that the request means.
func (s *Server) fromRelease(r *request, h handler) (*answer, error) {
	r.timed = r.number == ""
	rel, err := s.choose(r)
	if err != nil {
		return nil, err
	}
	a, err := h(s.view(rel), r)
	if err != nil {
		return nil, err
	}
	a.release = rel
	if r.pinned && a.cache == latest {
		a.cache = lasting(rel)
	}
	a.memento = r.pinned || r.memento
	a.repeatable = a.filename != "" && r.takesCurrent()
	a.links = append(a.links, s.mementoLinks(r, rel, a.memento)...)
	return a, nil
}

// plainly adapts a handler that needs no release.
func (s *Server) plainly(h plainHandler) gin.HandlerFunc {
	return func(c *gin.Context) {
		req, err := newRequest(c)
		if err != nil {
			s.respondProblem(c, err)
			return
		}
		req.now = s.cfg.Now()
		a, err := h(req)
		if err != nil {
			s.respondProblem(c, err)
			return
		}
		s.respond(c, a)
	}
}

func newRequest(c *gin.Context) (*request, error) {
	params, err := param.Read(c.Request.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	id := c.Param("id")
	if id == "" {
		id = c.Param("name")
	}
	return &request{
		http: c.Request, id: id, number: c.Param("number"), format: extensionOf(c.Request), params: params,
	}, nil
}

// query hands out the parameters of the request, but for those that chose the
// release.
func (r *request) query() *param.Values {
	if r.timed {
		return param.New(r.params, "as_of", "release")
	}
	return param.New(r.params)
}

// none is for routes without parameters.
func (r *request) none() error { return r.query().Done() }

// noRoute answers paths that do not exist.
func (s *Server) noRoute(r *request) (*answer, error) {
	message := lang.T("このアドレスはありません", "there is nothing at this address")
	if id, ok := strings.CutPrefix(r.http.URL.Path, v1); ok {
		if rel, err := s.shelf.At(r.http.Context(), r.now); err == nil {
			if _, ok := rel.Set(id); ok { // a dataset without a path of its own
				return nil, notFoundNear(message, r.http.URL.Path, []string{pathTo("datasets", id, "records")})
			}
		}
	}
	return nil, notFound(message, r.http.URL.Path, s.known)
}

// noMethod answers methods that a path does not have. OPTIONS is answered, for
// CORS; all others are refused, the service only reads.
func (s *Server) noMethod(r *request) (*answer, error) {
	if r.http.Method == http.MethodOptions {
		return &answer{status: http.StatusNoContent, immediate: true, cache: latest}, nil
	}
	return nil, errMethod
}
