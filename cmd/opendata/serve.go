package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/release"
)

// Limits of one connection. Writing may take long: a large file over a slow
// line is a normal download, which a shutdown waits for.
const (
	headerTimeout   = 5 * time.Second
	readTimeout     = 10 * time.Second
	writeTimeout    = 10 * time.Minute
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = writeTimeout
	maxHeader       = 16 << 10
	maxBody         = 1 << 10 // nothing here reads a body
	gcPercent       = 50
)

// serve loads the data and answers requests until it is told to stop; open
// downloads are finished first.
func serve(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseServe(args, term.getenv, term.out)
	if err != nil {
		return err
	}
	// What is served lives long and requests leave little behind, so collecting
	// twice as often costs little and keeps the process under 30 MB.
	debug.SetGCPercent(gcPercent)
	shelf, err := shelve(ctx, cfg, term.now())
	if err != nil {
		return err
	}
	logs := newLogWriter(term.err)
	defer logs.close()
	log := newLogger(cfg.LogFormat, logs)
	build, err := buildID()
	if err != nil {
		return err
	}
	handler, err := api.New(api.Config{
		BaseURL: cfg.BaseURL, Build: build, Log: log, Now: term.now, NewID: rand.Text,
	}, shelf)
	if err != nil {
		return fmt.Errorf("preparing the service: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Addr)
	if err != nil {
		return fmt.Errorf("ポートを開けません。--addr で別のポートを指定してください / cannot listen; give another port with --addr: %w", err)
	}
	welcome(ctx, term, cfg, shelf)
	if cfg.Store.Address != "" {
		defer follow(ctx, shelf, log, term.now)()
	}
	return run(ctx, listener, &http.Server{
		Handler:           http.MaxBytesHandler(handler, maxBody),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	})
}

// run serves until ctx ends, then lets open requests finish.
func run(ctx context.Context, listener net.Listener, server *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(finish); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("shutting down: %w", err)
	}
	return nil
}

func welcome(ctx context.Context, term terminal, cfg config.Serve, shelf *release.Shelf) {
	fmt.Fprintln(term.out, "八戸市オープンデータ / Hachinohe City open data")
	now := term.now()
	if rel, err := shelf.At(ctx, now); err == nil {
		fmt.Fprintf(term.out, "公表 / release %d, データセット / datasets %d\n", rel.Number, len(rel.Sets))
	}
	for _, e := range shelf.History().Pending(now) {
		fmt.Fprintf(term.out, "予定 / pending: 公表 / release %d, %s\n", e.Number, stamp(e.Effective))
	}
	fmt.Fprintf(term.out, `  %s/               まずここを開いてください / open this first
  %s/docs           APIの説明 / API reference
  %s/api/v1/plan    計画の全体 / the whole plan
止めるには Ctrl+C / stop with Ctrl+C
`, cfg.BaseURL, cfg.BaseURL, cfg.BaseURL)
}
