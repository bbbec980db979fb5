package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/lang"
)

// handler is what every route is: it reads the request and says what the
// answer is, or why there is none. It never writes.
type handler func(*request) (*answer, error)

// request is what a handler may know of a request.
type request struct {
	http   *http.Request
	id     string              // the :id or :name of the path
	format string              // the extension of the path: json, csv or none
	params map[string][]string // the query
}

// answer is what a handler returns: enough to know the ETag without making the
// body.
type answer struct {
	media     string // Content-Type
	key       string // what the body depends on beside release and program: the canonical request
	body      func() (*payload, error)
	etag      string     // set where the body has a name already: the sha256 of a canonical file
	filename  string     // to be saved under this name
	varies    bool       // chosen by Accept
	cache     cacheClass // how long it may be kept
	status    int        // 200 if zero
	immediate bool       // made for this request alone: neither cached nor tagged
	links     []string   // Link values that do not depend on the body
}

// cacheClass says how long an answer may be kept.
type cacheClass int

const (
	latest  cacheClass = iota // always ask again: the next release may differ
	noStore                   // never keep: the state of this process
)

// handle adapts a handler to gin.
func (s *Server) handle(h handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		req, err := newRequest(c)
		if err != nil {
			s.respondProblem(c, err)
			return
		}
		a, err := h(req)
		if err != nil {
			s.respondProblem(c, err)
			return
		}
		s.respond(c, a)
	}
}

func newRequest(c *gin.Context) (*request, error) {
	params, err := parseQuery(c.Request.URL.RawQuery)
	if err != nil {
		return nil, err
	}
	id := c.Param("id")
	if id == "" {
		id = c.Param("name")
	}
	return &request{
		http: c.Request, id: id, format: extensionOf(c.Request), params: params,
	}, nil
}

// noRoute answers paths that do not exist.
func (s *Server) noRoute(r *request) (*answer, error) {
	return nil, notFound(lang.T("このアドレスはありません", "there is nothing at this address"), r.http.URL.Path, s.known)
}

// noMethod answers methods that a path does not have. OPTIONS is answered, for
// CORS; all others are refused, the service only reads.
func (s *Server) noMethod(r *request) (*answer, error) {
	if r.http.Method == http.MethodOptions {
		return &answer{status: http.StatusNoContent, immediate: true, cache: latest}, nil
	}
	return nil, errMethod
}
