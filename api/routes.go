package api

import (
	"net/http"

	"github.com/gin-gonic/gin"
)

// routes is every address of the service. A path under /api/v1 also answers
// with .json or .csv at its end (extension.go).
func (s *Server) routes(e *gin.Engine) {
	e.Use(s.identify, s.logged, s.recovered, s.secured)
	e.NoRoute(s.handle(s.noRoute))
	e.NoMethod(allowed, s.handle(s.noMethod))

	s.get(e, "/", s.home)
	s.get(e, "/docs", s.reference)
	s.get(e, "/assets/:name", s.asset)
	s.get(e, "/openapi.json", s.openAPIJSON)
	s.get(e, "/openapi.yaml", s.openAPIYAML)
	s.get(e, "/healthz", s.healthz)
	s.get(e, "/readyz", s.readyz)
	s.get(e, "/files/:name", s.file)

	v1 := e.Group("/api/v1")
	s.get(v1, "/plan", s.plan)
	s.get(v1, "/goals", s.goals)
	s.get(v1, "/goals/:id", s.goal)
	s.get(v1, "/policies", s.policies)
	s.get(v1, "/policies/:id", s.policy)
	s.get(v1, "/initiatives", s.initiatives)
	s.get(v1, "/initiatives/:id", s.initiative)
	s.get(v1, "/indicators", s.indicators)
	s.get(v1, "/indicators/:id", s.indicator)
	s.get(v1, "/indicators/:id/observations", s.observations)
	s.get(v1, "/datasets", s.datasets)
	s.get(v1, "/datasets/:id", s.dataset)
	s.get(v1, "/datasets/:id/schema", s.schema)
	s.get(v1, "/datasets/:id/records", s.records)
}

// get registers a path for GET and HEAD.
func (s *Server) get(r gin.IRoutes, path string, h handler) {
	r.Handle(http.MethodGet, path, s.handle(h))
	r.Handle(http.MethodHead, path, s.handle(h))
}
