package store

import (
	"context"
	"fmt"
	"time"

	"hachinohe.example/opendata/internal/disk"
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
	ctx, timer, stop := withStallTimeout(ctx, diskStallTimeout)
	defer stop()
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		var none T
		return none, fmt.Errorf("the disk is busy: %w", context.Cause(ctx))
	}
	value, err := disk.Within(ctx, func() (T, error) {
		defer func() { <-slots }()
		return read(timer)
	})
	if err != nil && ctx.Err() != nil {
		return value, fmt.Errorf("the disk does not respond: %w", err)
	}
	return value, err
}
