package api

import (
	"context"
	"net/http"

	"hachinohe.example/opendata/internal/representation"
)

type extensionKey struct{}

// withExtension lets every path under /api/v1 end in the name of a format, such as
// .csv (DS-464-2: the extension picks the format). It is taken off before routing, so that
// routes and documentation know one path only.
func (s *Server) withExtension(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, format := representation.CutExtension(s.cfg.Formats, r.URL.Path)
		if format != "" {
			r = r.WithContext(context.WithValue(r.Context(), extensionKey{}, format))
			u := *r.URL
			u.Path, u.RawPath = path, ""
			r.URL = &u
		}
		next.ServeHTTP(w, r)
	})
}

func extensionOf(r *http.Request) string {
	format, _ := r.Context().Value(extensionKey{}).(string)
	return format
}
