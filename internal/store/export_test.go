package store

import (
	"context"
	"time"
)

// Impatient returns an object store that is given up after so long.
func Impatient(s Store, patience time.Duration) Store {
	o, ok := s.(*objects)
	if !ok {
		panic("only object stores need patience")
	}
	impatient := *o
	impatient.patience = patience
	return &impatient
}

// ExplainLink says what keeps a finished file from getting its name.
func ExplainLink(err error) error { return explainLink("log/1", err) }

// Attended reads from a disk that may hang, at most so often at once.
func Attended(most int) func(context.Context, func() ([]byte, error)) ([]byte, error) {
	places := make(chan struct{}, most)
	return func(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
		return attended(ctx, places, func(*patience) ([]byte, error) { return read() })
	}
}
