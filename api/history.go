package api

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
)

// historyBytes bounds the histories of series that are kept in memory, each counted
// as its cells.
const (
	historyBytes = 16 << 20
	cellBytes    = 16
)

func newHistories() *cache.Memo[*release.Set] {
	return cache.NewMemo(cache.Options[string, *release.Set]{Limit: historyBytes, Size: sizeOfHistory})
}

// seriesHistory answers with every value that the rows of one record of a series
// ever had. The columns about the releases can be filtered, sorted and chosen like
// all others.
func (v *view) seriesHistory(r *request, p *param.Values, s seriesRequest) (delivery.Response, error) {
	set := plan.HistorySet(s.set)
	bounds, given, err := s.Period(p, set)
	if err != nil {
		return nil, err
	}
	q, err := v.parseRecords(r, p, set, "history\n"+s.Scope(r.id, canonical(given)))
	if err != nil {
		return nil, err
	}
	record, _, err := s.find(r.id)
	if err != nil {
		return nil, err
	}
	q.also = bounds
	maps.Copy(q.given, given)
	q.given["include_history"] = "true"
	path, withdrawn := s.path(record), strings.Join(v.cache.Withdrawals(), "\n")
	versions := sync.OnceValues(func() (*release.Set, error) {
		return v.histories.Compute(v.release.Identity()+"\n"+path+"\n"+withdrawn, func() (*release.Set, error) {
			return delivery.HistoryJob(r.http.Context(), v.delivery, func(ctx context.Context) (*release.Set, error) {
				return v.history(ctx, plan.NewHistory(set, s.Series, record), set.ID, r.now)
			})
		})
	})
	q.keySuffix = "\n" + withdrawn
	response := v.rowsAnswerOf(path, set, q, func(context.Context) (*release.Set, error) { return versions() }, func() error {
		_, err := versions()
		return err
	})
	if withdrawn != "" { // what is passed over changes what earlier releases seem to bring
		response.About().Cache = delivery.AlwaysRevalidate
	}
	return response, nil
}

// history goes through the releases up to this one that changed a dataset. What
// was withdrawn is passed over, as if that release had not been.
func (v *view) history(ctx context.Context, versions *plan.History, dataset string, now time.Time) (*release.Set, error) {
	h := v.cache.History()
	last := ""
	for _, e := range ledger.UpTo(h.Released(now), v.release.Number) {
		m, _ := h.Manifest(e.Number)
		i := slices.IndexFunc(m.Files, func(f release.File) bool { return f.Dataset == dataset })
		if i >= 0 && m.Files[i].SHA256 == last {
			continue
		}
		values, ok, err := v.cache.Dataset(ctx, e.Number, dataset, now)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		last = m.Files[i].SHA256
		if err := versions.Add(ctx, values, e.Number, m.Reason); err != nil {
			return nil, err
		}
	}
	return versions.Set()
}

// sizeOfHistory estimates the bytes of memory that a history holds.
func sizeOfHistory(_ string, history *release.Set) int {
	return cellBytes * history.Table.Len() * history.Table.Columns()
}
