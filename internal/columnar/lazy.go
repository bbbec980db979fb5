package columnar

import (
	"context"
	"sync"
	"sync/atomic"
)

// Lazy is something that a table makes when it is asked for first, and has for as
// long as it lives. Only one makes it, in the time of its own request: when that
// is not wanted any more, it stops, and the next goes on. Nobody waits
// for it longer than it is wanted itself.
type Lazy struct {
	begun sync.Once
	maker chan struct{} // holds whoever makes it
	made  atomic.Bool
}

// Ready reports whether it is made.
func (l *Lazy) Ready() bool { return l.made.Load() }

// Make has work done, if it was not yet done to its end. The error is that of ctx
// or of work.
func (l *Lazy) Make(ctx context.Context, work func() error) error {
	if l.made.Load() {
		return nil
	}
	l.begun.Do(func() { l.maker = make(chan struct{}, 1) })
	select {
	case l.maker <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-l.maker }()
	if l.made.Load() {
		return nil
	}
	if err := work(); err != nil {
		return err
	}
	l.made.Store(true)
	return nil
}
