package plan

import (
	"context"
	"slices"
	"strings"
	"time"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// The histories that are kept in memory, each counted as its cells.
const (
	historyBytes = 16 << 20
	cellBytes    = 16
)

// Histories makes the histories of series, which may have to read every release,
// and keeps those asked for last.
type Histories struct {
	releases *releasecache.Cache
	admit    Admit
	made     *cache.Memo[*release.Set]
}

// Admit runs what may have to read every release when it is its time.
type Admit func(context.Context, func(context.Context) (*release.Set, error)) (*release.Set, error)

// NewHistories returns Histories that have made none yet.
func NewHistories(releases *releasecache.Cache, admit Admit) *Histories {
	return &Histories{releases, admit, cache.NewMemo(cache.Options[string, *release.Set]{
		Limit: historyBytes,
		Size:  func(_ string, set *release.Set) int { return cellBytes * set.Table.Len() * set.Table.Columns() },
	})}
}

// Of makes a history up to a release. What was withdrawn is passed over, as if that
// release had not been.
func (h *Histories) Of(ctx context.Context, upTo *release.Release, history *History, now time.Time) (*release.Set, error) {
	key := strings.Join(append(h.releases.Withdrawals(), upTo.Identity(), history.set.ID, history.series.Path, history.record), "\n")
	return h.made.Compute(key, func() (*release.Set, error) {
		return h.admit(ctx, func(ctx context.Context) (*release.Set, error) { return h.collect(ctx, upTo, history, now) })
	})
}

// collect goes through the releases that changed the dataset.
func (h *Histories) collect(ctx context.Context, upTo *release.Release, history *History, now time.Time) (*release.Set, error) {
	id, log, last := history.set.ID, h.releases.History(), ""
	for _, e := range ledger.UpTo(log.Released(now), upTo.Number) {
		m, _ := log.Manifest(e.Number)
		i := slices.IndexFunc(m.Files, func(f release.File) bool { return f.Dataset == id })
		if i >= 0 && m.Files[i].SHA256 == last {
			continue
		}
		values, ok, err := h.releases.Dataset(ctx, e.Number, id, now)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		last = m.Files[i].SHA256
		if err := history.Add(ctx, values, e.Number, m.Reason); err != nil {
			return nil, err
		}
	}
	return history.Set()
}
