package api

import (
	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/release"
)

// view is the service as of one release: what handlers work on.
type view struct {
	*Server
	release *release.Release
	catalog catalog.Catalog
}

// view returns the view of a release.
func (s *Server) view(rel *release.Release) *view {
	return &view{Server: s, release: rel, catalog: s.catalogs.Of(rel)}
}
