package main

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/config"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/wire"
)

// Limits of one connection. Writing may take long: a large file over a slow
// line is a normal download, which a shutdown waits for.
const (
	readTimeout     = 5 * time.Second // of a request, its head included
	writeTimeout    = 10 * time.Minute
	idleTimeout     = 2 * time.Minute
	shutdownTimeout = writeTimeout
	maxHeader       = 16 << 10
	maxBody         = 1 << 10 // nothing here reads a body
)

// serve loads the data and answers requests until it is told to stop; open
// downloads are finished first.
func serve(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseServe(args, term.environment())
	if err != nil {
		return err
	}
	if term.getenv("GOGC") == "" { // else the operator decides
		keepGarbageBudget()
	}
	cache, err := openCache(ctx, cfg, term.now())
	if err != nil {
		return err
	}
	build, err := buildID()
	if err != nil {
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Addr)
	if err != nil {
		return fault.New(fault.Unavailable, lang.T("ポートを開けません: "+cfg.Addr, "cannot listen on "+cfg.Addr),
			lang.T("--addr で別のポートを指定してください", "specify another port with --addr")).Because(err)
	}
	to := openOutlets(cfg.LogFormat, term)
	defer to.close(ctx)
	handler, err := api.New(api.Config{
		BaseURL: cfg.BaseURL, Build: build, Log: to.log, Now: term.now, NewID: newID,
	}, cache)
	if err != nil {
		return to.report(fault.New(fault.Internal, lang.T("サービスを準備できません（プログラムの不具合です）", "the service cannot be prepared; this is a defect of the program"),
			lang.T("開発者に連絡してください", "report it to the developers")).Because(err), term.language)
	}
	term.out = to.greeting
	welcome(ctx, term, cfg, cache)
	defer prepareSearch(ctx, cache, to.log)()
	if cfg.Store.Address != "" {
		defer follow(ctx, cache, to.log, term.now)()
	}
	return to.report(run(ctx, wire.Listen(listener), &http.Server{
		ConnContext: wire.Context,
		Handler:     limitBody(handler),
		ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader,
		ErrorLog:       slog.NewLogLogger(to.log.Handler(), slog.LevelWarn),
	}), term.language)
}

// limitBody limits what is read of a body that a request has although none is
// expected.
func limitBody(handler http.Handler) http.Handler {
	bounded := http.MaxBytesHandler(handler, maxBody)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Body == http.NoBody { // nearly all: nothing to wrap
			handler.ServeHTTP(w, r)
			return
		}
		bounded.ServeHTTP(w, r)
	})
}

// newID returns a request id of 130 random bits. Ids tell requests apart and are
// no secret, so they come from the fast source.
func newID() string {
	const (
		alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" // of 5 bits, as in rand.Text
		digits   = 26
		perWord  = 12 // digits of 64 bits
	)
	var id [digits]byte
	var word uint64
	for i := range id {
		if i%perWord == 0 {
			word = rand.Uint64() //nolint:gosec // no secret
		}
		id[i] = alphabet[word%uint64(len(alphabet))]
		word /= uint64(len(alphabet))
	}
	return string(id[:])
}

// run serves until ctx ends, then lets open requests finish.
func run(ctx context.Context, listener net.Listener, server *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fault.New(fault.Internal, lang.T("接続を受け付けられなくなりました", "connections are no longer accepted"), lang.T("もう一度起動してください", "start it again")).Because(err)
	case <-ctx.Done():
	}
	finish, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(finish); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fault.New(fault.Internal, lang.Textf("%s 待っても終わらない要求があり、打ち切って終了しました", "requests that did not end within %s were cut off", shutdownTimeout),
			lang.T("操作は不要です。次からは利用者が少ない時間帯に停止してください", "nothing needs to be done; next time, stop it when fewer people use it")).Because(err)
	}
	return nil
}

func welcome(ctx context.Context, term terminal, cfg config.Serve, cache *releasecache.Cache) {
	say := func(message lang.Text) { term.say(term.out, message) }
	say(lang.T("八戸市オープンデータ", "Hachinohe City open data"))
	now := term.now()
	if rel, err := cache.At(ctx, now); err == nil {
		say(lang.Textf("第%d回公表、データセット %d", "release %d, datasets %d", rel.Number, len(rel.Sets)))
	}
	if cfg.Sample {
		say(lang.T("サンプル（架空の値）を加えています。正式な公表ではありません", "a fictional sample is shown beside the data; this is not an official release"))
	}
	if cfg.Source != "" {
		say(lang.T("プレビューです。正式な公表ではありません", "this is a preview, not an official release"))
	}
	for _, e := range cache.History().Pending(now) {
		say(lang.Textf("公開予定: 第%d回公表、%s", "pending: release %d, %s", e.Number, release.FormatInstant(e.Effective)))
	}
	say(lang.T("  "+cfg.BaseURL+"/               トップページ", "  "+cfg.BaseURL+"/               start here"))
	say(lang.T("  "+cfg.BaseURL+"/docs           APIの説明", "  "+cfg.BaseURL+"/docs           API reference"))
	say(lang.T("  "+cfg.BaseURL+"/api/v1/plan    計画の全体", "  "+cfg.BaseURL+"/api/v1/plan    the whole plan"))
	if cfg.Sample {
		say(lang.T("  "+cfg.BaseURL+"/api/v1/indicators/sample-01/observations   サンプルの指標", "  "+cfg.BaseURL+"/api/v1/indicators/sample-01/observations   an indicator of the sample"))
	}
	say(lang.T("停止するには Ctrl+C を押してください", "press Ctrl+C to stop"))
}
