package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"hachinohe.example/opendata/internal/config"
)

const healthTimeout = 3 * time.Second

// health asks the server on this machine whether it is ready. It reads the
// same settings as serve, so that a container needs no second one.
func health(ctx context.Context, args []string, term terminal) error {
	cfg, err := config.ParseServe(args, term.getenv, term.out)
	if err != nil {
		return err
	}
	host, port, err := net.SplitHostPort(cfg.Addr)
	if err != nil {
		return fmt.Errorf("reading the address: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "localhost"
	}
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return fmt.Errorf("asking: %w", err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("応答がありません / no answer: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return errors.New("準備ができていません / not ready: " + res.Status)
	}
	return printHealth(term.out, res.Body)
}

// maxHealth bounds what a server says about itself.
const maxHealth = 64 << 10

// printHealth says how a server is that can answer. One that is degraded is no
// failure: it serves the last good release, and whoever restarted it for that
// would be left with nothing. To be told of it, watch /readyz.
func printHealth(w io.Writer, body io.Reader) error {
	var h struct {
		Status  string `json:"status"`
		Release int    `json:"release"`
		Reason  string `json:"reason"`
	}
	if err := json.NewDecoder(io.LimitReader(body, maxHealth)).Decode(&h); err != nil || h.Status == "" {
		return errors.New("このサービスの答えではありません / this is not an answer of this service")
	}
	fmt.Fprintf(w, "%s, 公表 / release %d\n", h.Status, h.Release)
	if h.Reason != "" {
		fmt.Fprintln(w, h.Reason)
	}
	return nil
}
