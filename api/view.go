package api

import (
	"slices"
	"sync"

	"hachinohe.example/opendata/internal/release"
)

// view is the service as of one release: what handlers work on.
type view struct {
	*Server
	release *release.Release
	files   map[string]*publishedFile
}

// maxViews bounds how many releases keep their files in memory: the current
// one, the one before it while readers finish, and a few past ones.
const maxViews = 6

// views keeps the views used last, so that a file is compressed once.
type views struct {
	mu     sync.Mutex
	recent []*view // most recently used last
}

// view returns the view of a release.
func (s *Server) view(rel *release.Release) *view {
	s.views.mu.Lock()
	defer s.views.mu.Unlock()
	list := s.views.recent
	i := slices.IndexFunc(list, func(v *view) bool { return v.release == rel })
	if i < 0 {
		v := &view{Server: s, release: rel}
		v.files = v.publishFiles()
		s.views.recent = append(list[max(0, len(list)+1-maxViews):], v)
		return v
	}
	v := list[i]
	if i < len(list)-1 {
		s.views.recent = append(slices.Delete(list, i, i+1), v)
	}
	return v
}
