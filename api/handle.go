package api

import (
	"net/http"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/problems"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/representation"
)

// handler is what most routes are: it reads the request and says what the
// response from a release is, or why there is none. It never writes.
type handler func(*view, *request) (delivery.Response, error)

// plainHandler is a route that does not depend on any release.
type plainHandler func(*request) (delivery.Response, error)

// request is what a handler may know of a request.
type request struct {
	http    *http.Request
	number  string              // the :number of the path: a release
	id      string              // the :id or :name of the path
	format  string              // the extension of the path, empty if it has none
	params  map[string][]string // the query
	pinned  bool                // as_of or release chose the release: the answer stays for ever
	memento bool                // Accept-Datetime chose the release
	passes  bool                // the handler looks at the day: what it says is soon not so
	timed   bool                // the release may be chosen (as_of, release)
	only    []string            // the datasets that are needed with what they refer to; none for all
	now     time.Time
}

// handle adapts a handler to gin: it finds the release that the request means.
// only names the datasets that the handler needs of it.
func (s *Server) handle(h handler, only []string) gin.HandlerFunc {
	return s.plainly(func(r *request) (delivery.Response, error) {
		for _, id := range only {
			switch id {
			case fromPath:
				id = r.id
			case fromFile:
				id = catalog.CanonicalName(r.id)
			}
			r.only = append(r.only, id)
		}
		return s.fromRelease(r, h)
	})
}

// What stands for the dataset that the path names, or of which it names a file.
const (
	fromPath = ":id"
	fromFile = ":name"
)

// fromRelease answers from the release that the request means.
func (s *Server) fromRelease(r *request, h handler) (delivery.Response, error) {
	r.timed = r.number == ""
	rel, err := s.choose(r)
	if err != nil {
		return nil, err
	}
	response, err := h(s.view(rel), r)
	if err != nil {
		return nil, err
	}
	about := response.About()
	about.Origin = delivery.Origin{Identity: rel.Identity(), Effective: rel.Effective, ByTime: r.pinned || r.memento}
	if r.pinned && about.Cache == delivery.Revalidate {
		about.Cache = lasting(rel)
	}
	about.Links = append(about.Links, s.mementoLinks(r, rel, about.Origin.ByTime)...)
	return response, nil
}

// lasting says how long an answer about certain releases may be kept: for ever,
// unless something of them was withdrawn. More may be, and an answer that is kept
// for ever would never tell. Of a preview nothing stays.
func lasting(releases ...*release.Release) delivery.CachePolicy {
	for _, rel := range releases {
		if len(rel.Losses) > 0 || rel.Preview {
			return delivery.AlwaysRevalidate
		}
	}
	return delivery.Immutable
}

// plainly adapts a handler that needs no release.
func (s *Server) plainly(h plainHandler) gin.HandlerFunc {
	return func(c *gin.Context) {
		response, err := s.respond(c, h)
		if err != nil {
			s.delivery.Problem(writer(c), c.Request, err)
			return
		}
		s.delivery.Respond(writer(c), c.Request, response)
	}
}

func (s *Server) respond(c *gin.Context, h plainHandler) (delivery.Response, error) {
	r, err := newRequest(c)
	if err != nil {
		return nil, err
	}
	r.now = s.cfg.Now()
	state, _ := s.cache.State(r.now) // before anything is read: what is newer has another one
	path, _, _ := strings.Cut(c.Request.RequestURI, "?")
	asked := *r
	response, err := h(r)
	if err == nil && !r.passing() {
		response.About().State = state
	}
	return response, param.Corrected(err, path, func(given map[string][]string) error {
		again := asked
		again.params = given
		_, err := h(&again)
		return err
	})
}

// writer is where delivery writes.
func writer(c *gin.Context) http.ResponseWriter { return c.Writer }

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
	p := param.New(r.params)
	if r.timed {
		timeParams.Read(p) // they chose the release
	}
	return p
}

// representation is the format of the response, of those that are offered.
func (r *request) representation(p *param.Values, offered format.List) format.Format {
	return representation.Choose(p, offered, representation.Preference{Extension: r.format, Accept: r.http.Header.Values("Accept")})
}

// none is for routes without parameters.
func (r *request) none() error { return r.query().Done() }

// allowed says which methods a path has.
func allowed(c *gin.Context) { c.Header("Allow", delivery.Methods) }

// noRoute answers paths that do not exist.
func (s *Server) noRoute(r *request) (delivery.Response, error) {
	message := lang.T("このURLはありません", "no such URL")
	if id, ok := strings.CutPrefix(r.http.URL.Path, v1); ok {
		if rel, err := s.cache.At(r.http.Context(), r.now); err == nil {
			if _, ok := rel.Set(id); ok { // a dataset without a path of its own
				return nil, fault.NotFoundNear(message, r.http.URL.Path, []string{pathTo("datasets", id, "records")})
			}
		}
	}
	return nil, fault.NotFoundAmong(message, r.http.URL.Path, s.known)
}

// noMethod answers methods that a path does not have. OPTIONS is answered, for
// CORS; all others are refused, the service only reads.
func (s *Server) noMethod(r *request) (delivery.Response, error) {
	if r.http.Method == http.MethodOptions {
		return &delivery.Immediate{Status: http.StatusNoContent}, nil
	}
	return nil, problems.ErrMethod
}
