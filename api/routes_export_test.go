package api

import (
	"net/http"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/releasecache"
)

// RoutePaths lists the paths that answer GET.
func RoutePaths(t *testing.T) []string {
	t.Helper()
	s, err := newServer(Config{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, r := range s.engine().Routes() {
		if r.Method == http.MethodGet {
			paths = append(paths, r.Path)
		}
	}
	return paths
}

// WithResource is the whole service with one more resource.
func WithResource(cfg Config, cache *releasecache.Cache, r plan.Resource) (http.Handler, error) {
	s, err := newServer(cfg, cache)
	if err != nil {
		return nil, err
	}
	s.resources = append(s.resources, resource{
		r,
		func(v *view, req *request) (delivery.Response, error) { return v.list(req, r) },
		func(v *view, req *request) (delivery.Response, error) { return v.item(req, r) },
		func(v *view, req *request) (delivery.Response, error) { return v.series(req, r) },
	})
	return s.handler(), nil
}
