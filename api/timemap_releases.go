package api

import (
	"context"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
)

// basis is what decides whether a release has a response at an address: whether
// the datasets that it has do, and of which of them the rows do, too.
type basis struct {
	datasets bool
	rows     []string
}

// onDatasets is the basis of what a release has if it has a dataset and, where the
// address names a record of one of them, that record.
func onDatasets(rows ...string) basis { return basis{true, rows} }

// always is the basis of pages and the like, which are in every release.
func always() basis { return basis{} }

// mementos lists the releases in which an address has an answer. That is asked of
// its handler, over the schemas of the release and those rows alone that matter;
// where these are as in the release before, it is not asked again.
func (s *Server) mementos(ctx context.Context, w *way, now time.Time) ([]release.Entry, error) {
	h := s.shelf.History()
	rows := w.basis.rows
	var found []release.Entry
	var last string
	var wrong error
	for i, e := range h.Released(now) {
		m, _ := h.Manifest(e.Number)
		if !w.basis.datasets {
			m.Files = nil
		}
		if made := s.madeOf(m, rows); i == 0 || made != last {
			v, err := s.part(ctx, m, rows, now)
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

// madeOf names what the parts of releases are made of: schemas, the rows of some
// datasets, and what the law took away.
func (s *Server) madeOf(m release.Manifest, rows []string) string {
	withdrawn := s.shelf.Withdrawals()
	var names []string
	for _, f := range m.Files {
		switch {
		case slices.ContainsFunc(withdrawn, func(name string) bool { return strings.Contains(name, f.SHA256) }):
			names = append(names, f.Path+" is withdrawn")
		case !strings.HasSuffix(f.Path, "."+formatCSV), slices.Contains(rows, f.Dataset):
			names = append(names, f.SHA256)
		}
	}
	return strings.Join(names, "\n")
}

// part is the view of a release as if only some of its datasets had rows.
func (s *Server) part(ctx context.Context, m release.Manifest, rows []string, now time.Time) (*view, error) {
	v := s.view(&release.Release{Meta: release.Meta{Number: m.Number}})
	for i := 0; i+1 < len(m.Files); i += 2 { // a CSV and its schema
		id := m.Files[i].Dataset
		var set *release.Set
		var err error
		if slices.Contains(rows, id) {
			set, _, err = s.shelf.Dataset(ctx, m.Number, id, now)
		} else {
			set, err = s.outline(ctx, m, i, now)
		}
		if err != nil {
			return nil, fault.New(fault.Unavailable, lang.T("過去の公表を読み込めません", "past releases cannot be read right now"),
				lang.T("しばらくしてからもう一度お試しください", "try again later")).Because(err)
		}
		if set == nil {
			v.release.Losses = append(v.release.Losses, release.Loss{File: m.Files[i]})
			continue
		}
		v.release.Sets = append(v.release.Sets, *set)
	}
	return v, nil
}

// schemaOnlyBytes bounds the outlines of datasets that are kept, each counted as
// some times its schema.
const schemaOnlyBytes = 8 << 20

func newSchemaOnly() *cache.Memo[*release.Set] {
	return cache.NewMemo(cache.Options[string, *release.Set]{Limit: schemaOnlyBytes, Size: sizeOfSchemaOnly})
}

func sizeOfSchemaOnly(_ string, set *release.Set) int {
	const least = 1 << 10
	if set == nil {
		return least
	}
	return least + 4*set.SchemaFile.Bytes
}

// outline is a dataset without its rows, nil if it was withdrawn. It is the same
// in every release that has the same files.
func (s *Server) outline(ctx context.Context, m release.Manifest, i int, now time.Time) (*release.Set, error) {
	key := strings.Join(append(s.shelf.Withdrawals(), m.Files[i].SHA256, m.Files[i+1].SHA256), "\n")
	return s.schemaOnly.Compute(key, func() (*release.Set, error) {
		set, _, err := s.shelf.Outline(ctx, m.Number, m.Files[i].Dataset, now)
		return set, err
	})
}
