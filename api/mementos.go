package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// needs names the datasets that decide whether a release has an answer.
func (w *way) needs(m release.Manifest) []string {
	switch name := strings.TrimPrefix(w.pattern, v1); name {
	case "plan":
		return []string{"plans", "visions", "goals", "policies", "initiatives"}
	case "goals", "goals/:id", "policies", "policies/:id", "initiatives", "initiatives/:id", "indicators", "indicators/:id":
		id, _, _ := strings.Cut(name, "/")
		return []string{id}
	case "indicators/:id/observations":
		return []string{"indicators", "observations"}
	case "datasets/:id", "datasets/:id/schema", "datasets/:id/records":
		return []string{w.request.id}
	case "/files/:name":
		stem := w.request.id[:max(0, strings.LastIndexByte(w.request.id, '.'))]
		if i := slices.IndexFunc(m.Files, func(f release.File) bool { return f.Path == stem+"."+formatCSV }); i >= 0 {
			return []string{m.Files[i].Dataset}
		}
	}
	return nil // pages and the like are in every release
}

// mementos lists the releases in which an address has an answer. That is asked of
// its handler, over the datasets that matter alone; what is made of the same
// bytes as in the release before is not asked again.
func (s *Server) mementos(ctx context.Context, w *way, now time.Time) ([]release.Entry, error) {
	h := s.shelf.History()
	var found []release.Entry
	var last string
	var wrong error
	for i, e := range h.Released(now) {
		m, _ := h.Manifest(e.Number)
		needs := w.needs(m)
		if made := madeOf(m, needs); i == 0 || made != last {
			v, err := s.part(ctx, m, needs, now)
			if err != nil {
				return nil, err
			}
			_, wrong = w.handler(v, w.request)
			last = made
		}
		if wrong == nil {
			found = append(found, e)
		}
	}
	return found, nil
}

// madeOf names the bytes of some datasets of a release.
func madeOf(m release.Manifest, ids []string) string {
	var sums []string
	for _, f := range m.Files {
		if slices.Contains(ids, f.Dataset) {
			sums = append(sums, f.SHA256)
		}
	}
	return strings.Join(sums, "\n")
}

// part is the view of a release as if it had only some of its datasets.
func (s *Server) part(ctx context.Context, m release.Manifest, ids []string, now time.Time) (*view, error) {
	v := &view{Server: s, release: &release.Release{Meta: release.Meta{Number: m.Number}}}
	for _, id := range ids {
		set, ok, err := s.shelf.Dataset(ctx, m.Number, id, now)
		if err != nil {
			return nil, fault.New(fault.Unavailable, lang.T("過去の公表をいま読み込めません", "the past releases cannot be read right now"),
				lang.T("しばらくしてもう一度お試しください", "try again in a while")).Because(err)
		}
		switch {
		case ok:
			v.release.Sets = append(v.release.Sets, *set)
		case madeOf(m, []string{id}) != "":
			v.release.Losses = append(v.release.Losses, release.Loss{File: release.File{Dataset: id}})
		}
	}
	v.files = v.publishFiles()
	return v, nil
}
