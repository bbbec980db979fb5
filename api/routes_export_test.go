package api

import (
	"net/http"
	"testing"
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
