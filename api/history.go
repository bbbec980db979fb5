package api

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"

	"hachinohe.example/opendata/internal/cache"
	"hachinohe.example/opendata/internal/delivery"
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

// observationHistory answers with every value that the observations of one
// indicator ever had. The columns about the releases can be filtered, sorted and
// chosen like all others.
func (v *view) observationHistory(r *request, p *param.Values, set, indicators *release.Set) (delivery.Response, error) {
	history := plan.HistorySet(set)
	bounds, given, err := plan.Period(p, history)
	if err != nil {
		return nil, err
	}
	q, err := v.parseRecords(r, p, history, "history\n"+r.id+"\n"+canonical(given))
	if err != nil {
		return nil, err
	}
	if _, _, err := plan.Indicators().Item(indicators, r.id); err != nil {
		return nil, err
	}
	q.also = bounds
	maps.Copy(q.given, given)
	q.given["include_history"] = "true"
	withdrawn := strings.Join(v.cache.Withdrawals(), "\n")
	versions := sync.OnceValues(func() (*release.Set, error) {
		return v.histories.Compute(v.release.Identity()+"\n"+r.id+"\n"+withdrawn, func() (*release.Set, error) {
			return delivery.HistoryJob(r.http.Context(), v.delivery, func(ctx context.Context) (*release.Set, error) { return v.history(ctx, history, r) })
		})
	})
	q.keySuffix = "\n" + withdrawn
	response := v.rowsAnswerOf(r.seriesPath(), history, q, func(context.Context) (*release.Set, error) { return versions() }, func() error {
		_, err := versions()
		return err
	})
	if withdrawn != "" { // what is passed over changes what earlier releases seem to bring
		response.About().Cache = delivery.AlwaysRevalidate
	}
	return response, nil
}

// history goes through the releases up to this one that changed the observations.
// What was withdrawn is passed over, as if that release had not been.
func (v *view) history(ctx context.Context, set *release.Set, r *request) (*release.Set, error) {
	h := v.cache.History()
	versions := plan.NewHistory(set, r.id)
	last := ""
	for _, e := range v.upToHere(h.Released(r.now)) {
		m, _ := h.Manifest(e.Number)
		i := slices.IndexFunc(m.Files, func(f release.File) bool { return f.Dataset == set.ID })
		if i >= 0 && m.Files[i].SHA256 == last {
			continue
		}
		values, ok, err := v.cache.Dataset(ctx, e.Number, set.ID, r.now)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		last = m.Files[i].SHA256
		if err := versions.Add(ctx, values.Table, e.Number, m.Reason); err != nil {
			return nil, err
		}
	}
	return versions.Set()
}

// sizeOfHistory estimates the bytes of memory that a history holds.
func sizeOfHistory(_ string, history *release.Set) int {
	return cellBytes * history.Table.Len() * history.Table.Columns()
}
