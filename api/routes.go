package api

import (
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/memento"
	"hachinohe.example/opendata/internal/plan"
)

// routes is every address of the service. A path under /api/v1 also answers
// with .json or .csv at its end (extension.go).
func (s *Server) routes(e *gin.Engine) {
	e.NoRoute(s.plainly(s.noRoute))
	e.NoMethod(allowed, s.plainly(s.noMethod))

	s.get(e, "/", (*view).home, always())
	s.get(e, "/docs", (*view).reference, always())
	s.plain(e, "/assets/:name", s.asset)
	s.get(e, "/openapi.json", (*view).openAPIJSON, always())
	s.get(e, "/openapi.yaml", (*view).openAPIYAML, always())
	s.plain(e, "/healthz", s.healthz)
	s.plain(e, "/readyz", s.readyz)
	s.get(e, catalog.FilesPath+":name", (*view).file, onDatasets(), fromFile)
	s.get(e, "/feed.atom", (*view).feed, always())
	s.plain(e, "/releases", s.releasesPage)
	s.plain(e, "/releases/:number", s.releasePage)
	s.plain(e, "/releases/:number/manifest.json", s.releaseManifest)
	s.get(e, "/releases/:number/files/:name", (*view).releaseFile, always(), fromFile)

	v1 := e.Group("/api/v1")
	s.get(v1, "/plan", (*view).plan, onDatasets(plan.Root))
	for _, res := range s.resources {
		s.get(v1, "/"+res.Path, res.list, onDatasets(), res.Dataset)
		s.get(v1, "/"+res.Path+"/:id", res.item, onDatasets(res.Rows()...), res.Dataset)
		if res.Series.Path != "" {
			s.get(v1, "/"+res.Path+"/:id/"+res.Series.Path, res.series, onDatasets(res.SeriesRows()...))
		}
	}
	s.get(v1, "/observations", (*view).allObservations, onDatasets(plan.Indicators().SeriesRows()...), plan.ValuesID)
	s.get(v1, "/progress", (*view).planProgress, onDatasets(plan.Root, plan.AreasID))
	s.get(v1, "/"+plan.Indicators().Path+"/:id/progress", (*view).indicatorProgress, onDatasets(plan.Indicators().SeriesRows()...))
	s.get(v1, "/datasets", (*view).datasets, always())
	s.get(v1, "/datasets/:id", (*view).dataset, onDatasets(), fromPath)
	s.get(v1, "/datasets/:id/schema", (*view).schema, onDatasets(), fromPath)
	s.get(v1, "/datasets/:id/records", (*view).records, onDatasets(), fromPath)
	s.get(v1, "/freshness", (*view).freshness, always())
	s.get(v1, "/search", (*view).search, always())
	s.plain(v1, "/releases", s.releases)
	s.plain(v1, "/releases/:number", s.releaseItem)
	s.plain(v1, "/diff", s.diff)
	s.plain(v1, "/timemap", s.timemap)
}

// router is where a path is registered, below a base.
type router interface {
	gin.IRoutes
	BasePath() string
}

// get registers a path that answers from a release, for GET and HEAD, what decides
// whether a release has a response there, and the datasets that are all it needs,
// with those that they refer to: of a past release, no others are loaded.
func (s *Server) get(r router, path string, h handler, needs memento.Needs, only ...string) {
	both(r, path, s.handle(h, only))
	if !strings.Contains(path, ":number") {
		s.timed = append(s.timed, timedRoute{strings.TrimSuffix(r.BasePath(), "/") + path, h, needs})
	}
}

// plain registers a path that does not depend on any release.
func (s *Server) plain(r gin.IRoutes, path string, h plainHandler) {
	both(r, path, s.plainly(h))
}

func both(r gin.IRoutes, path string, h gin.HandlerFunc) {
	r.Handle(http.MethodGet, path, h)
	r.Handle(http.MethodHead, path, h)
}
