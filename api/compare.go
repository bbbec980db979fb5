package api

import (
	"context"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/delivery"
)

// DiffAnswer lists what differs between two releases.
//
//	@Description	二つの公表の比較。 / The differences between two releases.
type DiffAnswer struct {
	Metadata catalog.Metadata       `json:"metadata"`
	Results  []comparison.ChangeRow `json:"results"`
}

// compared is a comparison, and what cannot be compared.
type compared struct {
	*comparison.Comparison

	newer     *view
	withdrawn []catalog.WithdrawnInfo
}

// compare promises the comparison of two releases without making it.
func (s *Server) compare(r *request, from, to int) (*compared, error) {
	c, err := s.comparisons.Compare(r.http.Context(), from, to, r.now)
	if err != nil {
		return nil, err
	}
	return &compared{c, s.view(c.Newer()), catalog.Withdrawn(c.From, c.To)}, nil
}

// asHistoryJob runs what may have to read every release; kinds take turns.
func asHistoryJob[T any](s *Server, kind string) func(context.Context, func(context.Context) (T, error)) (T, error) {
	return func(ctx context.Context, job func(context.Context) (T, error)) (T, error) {
		return delivery.HistoryJob(ctx, s.delivery, kind, job)
	}
}

// cachePolicy says how long a comparison may be kept.
func (c *compared) cachePolicy() delivery.CachePolicy {
	if c.Final() {
		return delivery.Immutable
	}
	return delivery.AlwaysRevalidate
}
