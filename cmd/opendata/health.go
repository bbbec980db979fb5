package main

import (
	"context"
	"errors"
	"fmt"
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
	fmt.Fprintln(term.out, "ready")
	return nil
}
