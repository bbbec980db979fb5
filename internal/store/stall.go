package store

import (
	"context"
	"fmt"
	"time"
)

// stallTimer ends an operation in which no byte has moved for too long. An
// operation that makes progress may take any time: a large object over a slow
// line is no failure.
//
// It is an io.Writer and an io.Reader because the client of the object store
// reports progress through these.
type stallTimer struct {
	timer *time.Timer
	limit time.Duration
}

// withStallTimeout returns the context of an operation, the timer that ends it,
// and a function that stops the timer.
func withStallTimeout(ctx context.Context, limit time.Duration) (watched context.Context, t *stallTimer, stop func()) {
	watched, end := context.WithCancelCause(ctx)
	stalled := fmt.Errorf("the store did nothing for %s: %w", limit, context.DeadlineExceeded)
	timer := time.AfterFunc(limit, func() { end(stalled) }) //nolint:forbidigo // no byte that is stored depends on it
	t = &stallTimer{timer: timer, limit: limit}
	return watched, t, func() {
		t.timer.Stop()
		end(nil)
	}
}

// reset restarts the timer after progress.
func (t *stallTimer) reset() { t.timer.Reset(t.limit) }

// Write implements io.Writer: bytes were received.
func (t *stallTimer) Write(b []byte) (int, error) {
	t.reset()
	return len(b), nil
}

// Read implements io.Reader: the bytes in b were sent.
func (t *stallTimer) Read(b []byte) (int, error) {
	t.reset()
	return len(b), nil
}

// ended returns why an operation failed: the cause for which its context ended
// if it did, because the other errors follow from that.
func ended(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
