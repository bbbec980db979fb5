// Package api is the HTTP side of the service: the routes, what a request may
// say, and how answers and problems are written.
//
// It promises that a handler only parses, makes one call and returns a value;
// that one function writes every answer and one table maps fault kinds to
// statuses; that an unknown or repeated parameter is an error everywhere; and
// that nothing here can change data. It refuses to read the clock, the
// environment or files. Only cmd imports it.
package api

import (
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/portal"
	"hachinohe.example/opendata/internal/release"
)

// Config is what the service needs from outside.
type Config struct {
	BaseURL string           // absolute, without a trailing slash; leads every link
	Build   string           // identity of the program: other programs, other ETags
	Log     *slog.Logger     // one line a request, and the causes of failures
	Now     func() time.Time // the clock: which release is current, and durations in the log
	NewID   func() string    // a fresh request id
	Formats format.List      // in which representations rows are served; format.All() if nil
}

// Server answers requests from the releases on a shelf.
type Server struct {
	cfg      Config
	shelf    *release.Shelf
	answers  *cache
	replies  *lru[wording, *reply]
	diffs    *memo[[]release.Change]
	pasts    *memo[*release.Set]
	sums     *memo[fileSum]
	outlines *memo[*release.Set]
	walks    walks
	work     lanes
	streams  work
	held     *room // what streams hold beside a chunk
	flying   flying
	portal   *portal.Portal
	timed    []timedRoute // every path that knows as_of and release
	known    []string     // every path of the API, for "did you mean"
}

// New returns the handler of the whole service.
func New(cfg Config, shelf *release.Shelf) (http.Handler, error) {
	s, err := newServer(cfg, shelf)
	if err != nil {
		return nil, err
	}
	return s.withExtension(s.engine()), nil
}

func newServer(cfg Config, shelf *release.Shelf) (*Server, error) {
	pages, err := portal.New()
	if err != nil {
		return nil, fmt.Errorf("preparing the pages: %w", err)
	}
	if cfg.Formats == nil {
		cfg.Formats = format.All()
	}
	cfg.BaseURL = strings.TrimSuffix(cfg.BaseURL, "/")
	return &Server{
		cfg: cfg, shelf: shelf, portal: pages, answers: newCache(cacheBytes), replies: newReplies(replyBytes),
		diffs: newMemo(diffBytes, sizeOf), pasts: newMemo(pastBytes, sizeOfPast),
		sums: newMemo(maxSums, one), outlines: newMemo(outlineBytes, sizeOfOutline),
		walks: newWalks(), work: newLanes(), streams: make(work, maxStreams), held: newRoom(maxHeld),
	}, nil
}

func (s *Server) engine() *gin.Engine {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed = true
	engine.RedirectTrailingSlash = false
	engine.ForwardedByClientIP = false
	s.routes(engine)
	for _, r := range engine.Routes() {
		if !strings.Contains(r.Path, ":") {
			s.known = append(s.known, r.Path)
		}
	}
	slices.Sort(s.known)
	s.known = slices.Compact(s.known)
	return engine
}
