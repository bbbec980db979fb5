package store

import (
	"context"
	"os"
	"time"

	"hachinohe.example/opendata/internal/lang"
)

// Writer and File are the seam to the file system.
type (
	Writer = writer
	File   = file
)

// OpenThrough opens the store in a folder, of which every change goes through
// what wrap returns. The string is the path of the folder that is changed.
func OpenThrough(folder string, wrap func(string, Writer) Writer) (Store, error) {
	return newDirectory(folder, true, func(root *os.Root) writer { return wrap(root.Name(), newOSWriter(root)) })
}

// WithStallTimeout returns an object store with another stall timeout.
func WithStallTimeout(s Store, timeout time.Duration) Store {
	e, _ := s.(explained)
	o, ok := e.Store.(*objects)
	if !ok {
		panic("only object stores have a stall timeout")
	}
	other := *o
	other.stallTimeout = timeout
	return explained{&other}
}

// ExplainLink says why a finished file cannot be linked to its name.
func ExplainLink(err error) error { return explainLink("log/1", err) }

// Abandonable returns a function that reads from a disk that may hang, with so
// many slots.
func Abandonable(slots int) func(context.Context, func() ([]byte, error)) ([]byte, error) {
	c := make(chan struct{}, slots)
	return func(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
		return abandonable(ctx, c, func(*stallTimer) ([]byte, error) { return read() })
	}
}

// Explain tells people of a failure of a store.
func Explain(err error, message lang.Text) error { return explain(err, message) }
