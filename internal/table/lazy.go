package table

import (
	"context"
	"sync"
	"sync/atomic"
)

// lazy is something that a table makes when it is asked for first, and has for as
// long as it lives. Only one makes it, in the time of its own request: when that
// is not wanted any more, it stops, and the next goes on. Nobody waits for its
// turn longer than it is wanted itself.
type lazy struct {
	begun sync.Once
	turn  chan struct{} // holds whoever makes it
	made  atomic.Bool
}

// make has work done, if it was not yet done to its end. The error is that of ctx
// or of work.
func (l *lazy) make(ctx context.Context, work func() error) error {
	if l.made.Load() {
		return nil
	}
	l.begun.Do(func() { l.turn = make(chan struct{}, 1) })
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.turn }()
	if l.made.Load() {
		return nil
	}
	if err := work(); err != nil {
		return err
	}
	l.made.Store(true)
	return nil
}
