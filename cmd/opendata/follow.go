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
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

const (
	openTimeout     = 2 * time.Minute // of reading the store at the start
	refreshInterval = time.Second
	refreshTimeout  = 10 * time.Second
)

// shelve returns the releases that a server serves: those of its store, or the
// one release that it was built with.
func shelve(ctx context.Context, cfg config.Serve, now time.Time) (*release.Shelf, error) {
	if cfg.Store.Address == "" {
		rel, err := load(cfg.Source)
		if err != nil {
			return nil, err
		}
		return release.Fixed(rel)
	}
	s, err := store.Open(cfg.Store.Address, false, cfg.Store.Options)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, publishFirst(cfg.Store.Address, err)
	}
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	shelf, err := release.NewShelf(ctx, release.NewRepository(s), now)
	if fault.KindOf(err) == fault.Unavailable {
		return nil, publishFirst(cfg.Store.Address, nil)
	}
	return shelf, err
}

// publishFirst refuses to serve a store without a release: serving the built-in
// one instead would publish what nobody decided to publish.
func publishFirst(address string, cause error) error {
	command := "opendata publish --source embedded --store '" + address + "' --reason initial"
	return fault.New(fault.Unavailable, lang.T("保管場所に公表がありません: "+address, "nothing was published in the store: "+address),
		lang.T("先に最初の公表をしてください: "+command, "make the first release: "+command)).Because(cause)
}

// follow keeps the shelf up to date until ctx ends. It may fail as long as it
// likes: the last good releases stay. The returned function ends it.
func follow(ctx context.Context, shelf *release.Shelf, log *slog.Logger, now func() time.Time) (stop func()) {
	ctx, end := context.WithCancel(ctx)
	var running sync.WaitGroup
	running.Go(func() {
		tick := time.NewTicker(refreshInterval)
		defer tick.Stop()
		var told string // the trouble that the log knows of
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			told = refresh(ctx, shelf, log, now(), told)
		}
	})
	return func() {
		end()
		running.Wait()
	}
}

// refresh looks for new releases once, and logs what differs from what was told.
func refresh(ctx context.Context, shelf *release.Shelf, log *slog.Logger, now time.Time, told string) string {
	limited, cancel := context.WithTimeout(ctx, refreshTimeout)
	defer cancel()
	before, _ := shelf.History().Head()
	err := shelf.Refresh(limited, now)
	if ctx.Err() != nil {
		return told
	}
	trouble := ""
	if err != nil {
		trouble = err.Error()
	}
	switch {
	case trouble == told:
	case err != nil:
		log.ErrorContext(ctx, "store trouble, serving the last good releases", slog.String("error", trouble))
	default:
		log.InfoContext(ctx, "store recovered")
	}
	if after, _ := shelf.History().Head(); after.Number > before.Number {
		log.InfoContext(ctx, "new log entry", slog.Int("number", after.Number), slog.String("sha256", after.SHA256))
	}
	return trouble
}
