package store

import (
	"context"
	"fmt"
	"time"

	"hachinohe.example/opendata/internal/fault"
)

const (
	diskStallTimeout   = 30 * time.Second // of a read that makes no progress
	maxConcurrentReads = 64               // on a disk that hangs, each blocks a thread
)

// abandonable reads from a disk that may hang, such as a network disk that is
// unreachable. A blocked system call cannot be interrupted. So the caller gets
// an error when its context ends or nothing was read for too long, and the
// read is left to end by itself. Until then it keeps its slot: a disk that
// stays unreachable must not block ever more threads.
func abandonable[T any](ctx context.Context, slots chan struct{}, read func(*stallTimer) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	ctx, timer, stop := withStallTimeout(ctx, diskStallTimeout)
	defer stop()
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return none, fmt.Errorf("the disk is busy: %w", context.Cause(ctx))
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-slots }()
		var r result
		r.value, r.err = recovered(func() (T, error) { return read(timer) })
		done <- r
	}()
	select {
	case r := <-done:
		return r.value, r.err
	case <-ctx.Done():
		return none, fmt.Errorf("the disk does not respond: %w", context.Cause(ctx))
	}
}

// recovered returns a panic of a reading as its error: it runs in a goroutine of
// its own, where nobody else would recover it.
func recovered[T any](read func() (T, error)) (value T, err error) {
	defer fault.Recover(&err)
	return read()
}
