// Package api is the HTTP side of the service: the routes, what a request may
// say, and what a response is.
//
// It promises that a handler only parses, makes one call and returns a value;
// that one table maps fault kinds to statuses; that an unknown or repeated
// parameter is an error everywhere; and that nothing here can change data. How a
// response travels is decided by delivery. It refuses to read the clock, the
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

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/freshness"
	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/portal"
	"hachinohe.example/opendata/internal/problems"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/table"
)

// Config is what the service needs from outside.
type Config struct {
	BaseURL   string           // absolute, without a trailing slash; leads every link
	Build     string           // identity of the program: other programs, other ETags
	Log       *slog.Logger     // one line a request, and the causes of failures
	Now       func() time.Time // the clock: which release is current, and durations in the log
	NewID     func() string    // a fresh request id
	Formats   format.List      // in which representations rows are served; format.All() if nil
	Operators []table.Op       // that conditions may have; table.Ops() if nil
}

// Server answers requests from the releases of a cache.
type Server struct {
	cfg      Config
	cache    *releasecache.Cache
	delivery *delivery.Delivery
	portal   *portal.Portal

	catalogs    *catalog.Maker
	comparisons *comparison.Maker
	freshnesses *freshness.Maker
	histories   *plan.Histories
	derivations *plan.Derivations
	states      *memento.States

	resources []resource

	timed []timedRoute // every path that knows as_of and release
	known []string     // every path of the API, for "did you mean"
}

// New returns the handler of the whole service.
func New(cfg Config, releases *releasecache.Cache) (http.Handler, error) {
	s, err := newServer(cfg, releases)
	if err != nil {
		return nil, err
	}
	return s.handler(), nil
}

func newServer(cfg Config, releases *releasecache.Cache) (*Server, error) {
	pages, err := portal.New()
	if err != nil {
		return nil, fmt.Errorf("preparing the pages: %w", err)
	}
	if cfg.Operators == nil {
		cfg.Operators = table.Ops()
	}
	if cfg.Formats == nil {
		cfg.Formats = format.All()
	}
	cfg.BaseURL = strings.TrimSuffix(cfg.BaseURL, "/")
	s := &Server{
		cfg: cfg, cache: releases, portal: pages, resources: resources(),
		states: memento.NewStates(releases),
	}
	s.catalogs = catalog.NewMaker(catalog.Config{BaseURL: cfg.BaseURL, Formats: cfg.Formats})
	s.derivations = plan.NewDerivations()
	s.histories = plan.NewHistories(releases, asHistoryJob[*release.Set](s, "history"))
	s.comparisons = comparison.NewMaker(releases, asHistoryJob[[]release.Change](s, "diff"))
	s.freshnesses = freshness.NewMaker(releases, asHistoryJob[*freshness.Changes](s, "freshness"))
	s.delivery = delivery.New(delivery.Config{
		BaseURL: cfg.BaseURL, Build: cfg.Build, Log: cfg.Log, Now: cfg.Now, NewID: cfg.NewID,
		State: s.state, Problem: s.problem,
	})
	return s, nil
}

// state names what responses depend on now beside the request.
func (s *Server) state() (string, bool) { return s.cache.State(s.cfg.Now()) }

// problem is the response to a request that failed.
func (s *Server) problem(err error, instance, requestID string) delivery.Problem {
	return problems.Of(err, s.cfg.BaseURL, instance, requestID)
}

// handler is the whole service: what every request gets, then the routes.
func (s *Server) handler() http.Handler {
	return s.delivery.Handler(s.withExtension(s.engine()))
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
