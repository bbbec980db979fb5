package api

import (
	"context"
	"slices"
	"strings"
	"sync"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// diffBytes bounds the comparisons that are kept while somebody pages through
// them.
const diffBytes = 64 << 20

func newDiffs() *cache.Memo[[]release.Change] {
	return cache.NewMemo(cache.Options[string, []release.Change]{Limit: diffBytes, Size: sizeOfDiff})
}

// compared is two releases of which the time has come, and what differs.
type compared struct {
	from, to  *release.Release
	newer     *view
	history   *releasecache.History
	withdrawn []WithdrawnInfo                  // what cannot be compared
	passed    string                           // withdrawals that may lie between the two
	changes   func() ([]release.Change, error) // made once, in a turn of its own
}

// compare promises the comparison of two releases without making it.
func (s *Server) compare(r *request, from, to int) (*compared, error) {
	ctx := r.http.Context()
	a, err := s.cache.Number(ctx, from, r.now)
	if err != nil {
		return nil, err
	}
	b, err := s.cache.Number(ctx, to, r.now)
	if err != nil {
		return nil, err
	}
	newer := b
	if from > to {
		newer = a
	}
	c := &compared{from: a, to: b, newer: s.view(newer), history: s.cache.History(), withdrawn: withdrawnOf(a, b)}
	if c.history.Steps(from, to, r.now) > 1 {
		c.passed = strings.Join(s.cache.Withdrawals(), "\n")
	}
	c.changes = sync.OnceValues(func() ([]release.Change, error) {
		return s.diffs.Compute(c.identity(), func() ([]release.Change, error) {
			return delivery.HistoryJob(ctx, s.delivery, func(ctx context.Context) ([]release.Change, error) { return s.cache.Compare(ctx, a, b, r.now) })
		})
	})
	return c, nil
}

// made makes the comparison before the answer.
func (c *compared) made() error {
	_, err := c.changes()
	return err
}

// sizeOfDiff estimates the bytes of memory that a comparison holds.
func sizeOfDiff(_ string, changes []release.Change) int {
	sum := 0
	for i := range changes {
		sum += changes[i].Records.Size()
	}
	return sum
}

// identity names everything that a comparison is made from.
func (c *compared) identity() string {
	return c.from.Identity() + "\n" + c.to.Identity() + "\n" + c.passed
}

// cache says how long a comparison may be kept. What lies between the two
// releases has a say in it, too.
func (c *compared) cache() delivery.CachePolicy {
	if c.passed != "" {
		return delivery.AlwaysRevalidate
	}
	return lasting(c.from, c.to)
}

// has reports what is wrong with the dataset that a comparison is limited to.
func (c *compared) has(id string) error {
	if id == "" {
		return nil
	}
	for _, rel := range []*release.Release{c.from, c.to} {
		if w, ok := rel.Withdrawn(id); ok {
			return release.Gone(w)
		}
	}
	var ids []string
	for _, rel := range []*release.Release{c.to, c.from} {
		for i := range rel.Sets {
			ids = append(ids, rel.Sets[i].ID)
		}
	}
	if slices.Contains(ids, id) {
		return nil
	}
	return fault.NotFoundAmong(lang.T("そのデータセットはありません", "no such dataset"), id, ids)
}

// set returns a dataset as the newer way of writing it has it.
func (c *compared) set(id string) (*release.Set, bool) {
	if set, ok := c.to.Set(id); ok {
		return set, true
	}
	return c.from.Set(id)
}
