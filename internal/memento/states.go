package memento

import (
	"context"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// Needs says what decides whether a release has a response at an address.
type Needs struct {
	Datasets bool     // whether the datasets that it has do
	Rows     []string // datasets of which the rows do, too
}

// States finds the releases in which an address has a response.
type States struct {
	cache   *releasecache.Cache
	schemas *cache.Memo[*release.Set]
}

// NewStates returns a finder over the releases of a cache.
func NewStates(releases *releasecache.Cache) *States {
	return &States{releases, cache.NewMemo(cache.Options[string, *release.Set]{Limit: schemaBytes, Size: sizeOfSchema})}
}

// Part says which states are wanted: of releases with a number above Above, and at
// most so many.
type Part struct{ Above, Limit int }

// Of lists the releases in which an address has a response, as far as they are
// wanted and one more, which tells that others follow. That is asked over the
// schemas of the release and those rows alone that are needed; where these are as
// in the release before, it is not asked again.
func (s *States) Of(ctx context.Context, needs Needs, part Part, now time.Time, ask func(*release.Release) error) ([]ledger.Entry, error) {
	h := s.cache.History()
	var found []ledger.Entry
	var last string
	var wrong error
	released := h.Released(now)
	for i, e := range released[len(ledger.UpTo(released, part.Above)):] {
		if len(found) > part.Limit {
			break
		}
		m, _ := h.Manifest(e.Number)
		if !needs.Datasets {
			m.Files = nil
		}
		if made := s.madeOf(m, needs.Rows); i == 0 || made != last {
			rel, err := s.part(ctx, m, needs.Rows, now)
			if err != nil {
				return nil, err
			}
			wrong, last = ask(rel), made
		}
		if wrong == nil {
			found = append(found, e)
		}
	}
	return found, nil
}

// madeOf names what the parts of releases are made of: schemas, the rows of some
// datasets, and what the law took away.
func (s *States) madeOf(m release.Manifest, rows []string) string {
	withdrawn := s.cache.Withdrawals()
	var names []string
	for _, f := range m.Files {
		switch {
		case slices.ContainsFunc(withdrawn, func(name string) bool { return strings.Contains(name, f.SHA256) }):
			names = append(names, f.Path+" is withdrawn")
		case !strings.HasSuffix(f.Path, format.Canonical().Suffix()), slices.Contains(rows, f.Dataset):
			names = append(names, f.SHA256)
		}
	}
	return strings.Join(names, "\n")
}

// part is a release as if only some of its datasets had rows.
func (s *States) part(ctx context.Context, m release.Manifest, rows []string, now time.Time) (*release.Release, error) {
	rel := &release.Release{Meta: release.Meta{Number: m.Number}}
	for i := 0; i+1 < len(m.Files); i += 2 { // a CSV and its schema
		id := m.Files[i].Dataset
		var set *release.Set
		var err error
		if slices.Contains(rows, id) {
			set, _, err = s.cache.Dataset(ctx, m.Number, id, now)
		} else {
			set, err = s.schema(ctx, m, i, now)
		}
		if err != nil {
			return nil, fault.New(fault.Unavailable, lang.T("過去の公表を読み込めません", "past releases cannot be read right now"),
				lang.T("しばらくしてからもう一度お試しください", "try again later")).Because(err)
		}
		if set == nil {
			rel.Losses = append(rel.Losses, release.Loss{File: m.Files[i]})
			continue
		}
		rel.Sets = append(rel.Sets, *set)
	}
	return rel, nil
}

// schemaBytes bounds the datasets without rows that are kept, each counted as some
// times its schema.
const schemaBytes = 8 << 20

func sizeOfSchema(_ string, set *release.Set) int {
	const least = 1 << 10
	if set == nil {
		return least
	}
	return least + 4*set.SchemaFile.Bytes
}

// schema is a dataset without its rows, nil if it was withdrawn. It is the same in
// every release that has the same files.
func (s *States) schema(ctx context.Context, m release.Manifest, i int, now time.Time) (*release.Set, error) {
	key := strings.Join(append(s.cache.Withdrawals(), m.Files[i].SHA256, m.Files[i+1].SHA256), "\n")
	return s.schemas.Compute(key, func() (*release.Set, error) {
		set, _, err := s.cache.SchemaOnly(ctx, m.Number, m.Files[i].Dataset, now)
		return set, err
	})
}
