package main

import (
	"context"
	"log/slog"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/releasecache"
)

// Follow is what opendata serve does with a store, until it is stopped.
func Follow(ctx context.Context, cache *releasecache.Cache, log *slog.Logger, now func() time.Time) (stop func()) {
	return follow(ctx, cache, log, now)
}

// Cancellable is what opendata cancel looks at before it takes a release back.
func Cancellable(h *ledger.History, number int, now time.Time) error {
	return cancellable(h, number, now)
}
