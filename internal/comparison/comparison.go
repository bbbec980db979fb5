// Package comparison is what differs between two releases, as rows: one for each
// cell, record, column and property.
//
// It promises that a comparison is made once for all who page through it, that
// every row says which release last brought the difference and why, and that what
// was withdrawn is a row and not left out. It refuses HTTP and formats. It builds on
// releasecache; portal and api use it.
package comparison

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// keptBytes bounds the comparisons that are kept while somebody pages through
// them.
const keptBytes = 64 << 20

// Maker makes comparisons of the releases of a cache.
type Maker struct {
	releases *releasecache.Cache
	admit    Admit
	made     *cache.Memo[[]release.Change]
}

// Admit runs what may have to read every release when it is its time.
type Admit func(context.Context, func(context.Context) ([]release.Change, error)) ([]release.Change, error)

// NewMaker returns a Maker that has made none yet.
func NewMaker(releases *releasecache.Cache, admit Admit) *Maker {
	return &Maker{releases, admit, cache.NewMemo(cache.Options[string, []release.Change]{Limit: keptBytes, Size: size})}
}

// entryBytes are what an entry takes without its key and records, at most.
const entryBytes = 1 << 10

// size estimates the bytes of memory that a comparison holds with its key.
func size(key string, changes []release.Change) int {
	sum := entryBytes + len(key)
	for i := range changes {
		sum += changes[i].Records.Size()
	}
	return sum
}

// Comparison is two releases of which the time has come, and what differs.
type Comparison struct {
	From, To *release.Release

	history *releasecache.History
	between string // withdrawals that may lie between the two
	changes func() ([]release.Change, error)
}

// Compare promises the comparison of two releases, which it finds by their
// numbers, without making it.
func (m *Maker) Compare(ctx context.Context, from, to int, now time.Time) (*Comparison, error) {
	a, err := m.releases.Number(ctx, from, now)
	if err != nil {
		return nil, err
	}
	b, err := m.releases.Number(ctx, to, now)
	if err != nil {
		return nil, err
	}
	c := &Comparison{From: a, To: b, history: m.releases.History()}
	if c.history.Steps(from, to, now) > 1 {
		c.between = strings.Join(m.releases.Withdrawals(), "\n")
	}
	c.changes = sync.OnceValues(func() ([]release.Change, error) {
		return m.made.Compute(c.Identity(), func() ([]release.Change, error) {
			return m.admit(ctx, func(ctx context.Context) ([]release.Change, error) { return m.releases.Compare(ctx, a, b, now) })
		})
	})
	return c, nil
}

// Make makes the comparison, once.
func (c *Comparison) Make() error {
	_, err := c.changes()
	return err
}

// Changes returns what differs, dataset by dataset.
func (c *Comparison) Changes() ([]release.Change, error) { return c.changes() }

// Newer returns the newer of the two releases.
func (c *Comparison) Newer() *release.Release {
	if c.From.Number > c.To.Number {
		return c.From
	}
	return c.To
}

// Identity names everything that a comparison is made from.
func (c *Comparison) Identity() string {
	return c.From.Identity() + "\n" + c.To.Identity() + "\n" + c.between
}

// Final reports whether nothing can change the comparison any more: what lies
// between the two releases has a say in it, too.
func (c *Comparison) Final() bool {
	return c.between == "" && len(c.From.Losses) == 0 && len(c.To.Losses) == 0 && !c.To.Preview
}

// Has reports what is wrong with the dataset that a comparison is limited to.
func (c *Comparison) Has(id string) error {
	if id == "" {
		return nil
	}
	for _, rel := range []*release.Release{c.From, c.To} {
		if w, ok := rel.Withdrawn(id); ok {
			return release.Gone(w)
		}
	}
	ids := append(c.To.IDs(), c.From.IDs()...)
	if slices.Contains(ids, id) {
		return nil
	}
	return fault.NotFoundAmong(lang.T("そのデータセットはありません", "no such dataset"), id, ids)
}

// Dataset returns a dataset as the release compared to has it, or else the other.
func (c *Comparison) Dataset(id string) (*release.Set, bool) {
	if set, ok := c.To.Set(id); ok {
		return set, true
	}
	return c.From.Set(id)
}

// Losses lists what cannot be compared, each file once.
func (c *Comparison) Losses() []Loss {
	var list []Loss
	for _, rel := range []*release.Release{c.From, c.To} {
		for _, l := range rel.Losses {
			list = append(list, Loss{rel.Number, l.File.Dataset, l.File.Path})
		}
	}
	return slices.Compact(list) // a release compared with itself
}

// Loss is a file of a release that the law took away.
type Loss struct {
	Release       int
	Dataset, Path string
}
