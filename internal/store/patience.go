package store

import (
	"context"
	"fmt"
	"time"
)

// patience ends an operation over the network in which nothing has moved for
// too long. However long it takes in all, it goes on while it gets on: a large
// object over a slow line is no failure.
//
// It is an io.Writer and an io.Reader, because those are how one is told of
// bytes that come and that go.
type patience struct {
	timer *time.Timer
	limit time.Duration
}

// patiently returns the context of an operation, what watches it, and what ends
// watching it.
func patiently(ctx context.Context, limit time.Duration) (watched context.Context, p *patience, stop func()) {
	watched, end := context.WithCancelCause(ctx)
	stalled := fmt.Errorf("the store did nothing for %s: %w", limit, context.DeadlineExceeded)
	timer := time.AfterFunc(limit, func() { end(stalled) }) //nolint:forbidigo // no byte that is stored depends on it
	p = &patience{timer: timer, limit: limit}
	return watched, p, func() {
		p.timer.Stop()
		end(nil)
	}
}

// moved says that something came or went.
func (p *patience) moved() { p.timer.Reset(p.limit) }

// Write implements io.Writer: bytes have come.
func (p *patience) Write(b []byte) (int, error) {
	p.moved()
	return len(b), nil
}

// Read implements io.Reader: bytes that are in b already have gone.
func (p *patience) Read(b []byte) (int, error) {
	p.moved()
	return len(b), nil
}

// ended returns why an operation failed: what ended its context says more than
// what that led to.
func ended(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
