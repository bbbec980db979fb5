package main

import (
	"context"
	"log/slog"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/releasecache"
)

// SiteLimits bounds what a site can make a verifier do.
type SiteLimits struct {
	List, Manifest int64
	Answer, Whole  time.Duration
	Findings       int
}

// UsualSiteLimits are those of the program.
func UsualSiteLimits() SiteLimits {
	l := usualLimits()
	return SiteLimits{l.list, l.manifest, l.answer, l.whole, l.findings}
}

// VerifySite is what opendata verify does with a site.
func VerifySite(ctx context.Context, site string, head *ledger.Head, now time.Time, l SiteLimits) (*ledger.Report, error) {
	return verifySite(ctx, site, head, now, siteLimits{l.List, l.Manifest, l.Answer, l.Whole, l.Findings})
}

// Follow is what opendata serve does with a store, until it is stopped.
func Follow(ctx context.Context, cache *releasecache.Cache, log *slog.Logger, now func() time.Time) (stop func()) {
	return follow(ctx, cache, log, now)
}

// MaxEntries bounds the log of a site.
const MaxEntries = maxEntries

// Cancellable is what opendata cancel looks at before it takes a release back.
func Cancellable(h *ledger.History, number int, now time.Time) error {
	return cancellable(h, number, now)
}
