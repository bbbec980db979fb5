package main

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"sync"
	"time"

	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

const (
	pollInterval = time.Second
	pollTimeout  = 10 * time.Second
)

// openCache returns the releases that a server serves: those of its store, or the
// one release that it was built with.
func openCache(ctx context.Context, cfg config.Serve, now time.Time) (*releasecache.Cache, error) {
	if cfg.Sample {
		return openSample()
	}
	if cfg.Store.Address == "" {
		rel, err := served(ctx, cfg.Source)
		if err != nil {
			return nil, err
		}
		return releasecache.Fixed(rel)
	}
	s, err := store.Open(cfg.Store.Address, false, cfg.Store.Options)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noStore(cfg.Store.Address)
	}
	if err != nil {
		return nil, err
	}
	cache, err := releasecache.New(ctx, ledger.NewRepository(s), now)
	if errors.Is(err, releasecache.ErrNothingPublished) {
		return nil, publishFirst(cfg.Store.Address)
	}
	if err != nil {
		return nil, fault.New(fault.Unavailable, lang.T("公表データを読み込めません: "+cfg.Store.Address, "cannot read the releases: "+cfg.Store.Address)).Because(err)
	}
	return cache, nil
}

// publishFirst refuses to serve a store without a release: serving the built-in
// one instead would publish what nobody decided to publish.
func publishFirst(address string) error {
	command := firstPublication(address)
	return fault.New(fault.Unavailable, lang.T("保管場所に公表された内容がありません: "+address, "nothing was published in the store: "+address),
		lang.T("先に最初の公表を行ってください: "+command, "publish the first release: "+command))
}

// follow keeps the cache up to date until ctx ends. It may fail as long as it
// likes: the last good releases stay. The returned function ends it.
//
// Polling is a loop of its own that waits for nothing else; whatever a poll
// finds is read ahead at the same time, for as long as the store answers.
func follow(ctx context.Context, cache *releasecache.Cache, log *slog.Logger, now func() time.Time) (stop func()) {
	ctx, end := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		tick := time.NewTicker(pollInterval)
		defer tick.Stop()
		states := newStateLog(log)
		for ctx.Err() == nil {
			poll(ctx, cache, log, now)
			running.Go(func() { _ = cache.ReadAhead(ctx) }) // what fails is the trouble of the cache
			states.record(ctx, cache.Trouble(), now())
			select {
			case <-ctx.Done():
			case <-tick.C:
			}
		}
	})
	return func() {
		end()
		running.Wait()
	}
}

// poll looks for news once. If that fails, it is the trouble of the cache.
func poll(ctx context.Context, cache *releasecache.Cache, log *slog.Logger, now func() time.Time) {
	limited, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	before, _ := cache.History().Head()
	if err := cache.Poll(limited, now()); err != nil {
		return
	}
	if after, _ := cache.History().Head(); after.Number > before.Number {
		log.InfoContext(ctx, "new log entry", slog.Int("number", after.Number), slog.String("sha256", after.SHA256))
	}
}

// prepareSearch keeps what searches need ready until ctx ends, beside the requests:
// the first of them is answered no later than the others. The returned function
// ends it.
func prepareSearch(ctx context.Context, cache *releasecache.Cache, log *slog.Logger) (stop func()) {
	ctx, end := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		tick := time.NewTicker(pollInterval)
		defer tick.Stop()
		for {
			if err := cache.PrepareSearch(ctx); err != nil && ctx.Err() == nil {
				log.ErrorContext(ctx, "preparing searches", slog.Any("error", err))
				return // what panics once does so again; the first search does without
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
	return func() {
		end()
		running.Wait()
	}
}
