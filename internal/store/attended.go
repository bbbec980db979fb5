package store

import (
	"context"
	"fmt"
	"time"
)

const (
	diskPatience = 30 * time.Second // with a reading that does not get on
	maxReadings  = 64               // at once; of a disk that hangs, each holds a thread
)

// attended reads from a disk that may hang, such as one of the network that is
// away. The operating system cannot be told to give up, so whoever asks is told
// instead, when its context ends or nothing has moved for too long, and the
// reading ends by itself when the disk is back. Until then it keeps its place,
// so that a disk that stays away does not use up the process.
func attended[T any](ctx context.Context, places chan struct{}, read func(*patience) (T, error)) (T, error) {
	type outcome struct {
		value T
		err   error
	}
	var none T
	ctx, p, stop := patiently(ctx, diskPatience)
	defer stop()
	select {
	case places <- struct{}{}:
	case <-ctx.Done():
		return none, fmt.Errorf("the disk is busy: %w", context.Cause(ctx))
	}
	done := make(chan outcome, 1)
	go func() {
		defer func() { <-places }()
		value, err := read(p)
		done <- outcome{value, err}
	}()
	select {
	case o := <-done:
		return o.value, o.err
	case <-ctx.Done():
		return none, fmt.Errorf("the disk does not answer: %w", context.Cause(ctx))
	}
}
