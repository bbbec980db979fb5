package api

import (
	"bytes"
	"context"
	"io"

	"hachinohe.example/opendata/internal/format"
)

// represent gives an answer the body that its format allows: a stream, or, where
// the format must be made as a whole, a payload. Reach is how many cells that is:
// many of them make it a heavy answer.
func represent(a *answer, f format.Format, write stream, cells int) {
	if f.Whole == nil {
		a.stream = write
		return
	}
	a.body = func(ctx context.Context) (*payload, error) {
		var body bytes.Buffer
		var links []string
		err := write(ctx, func(l []string) io.Writer {
			links = l
			return &body
		})
		return &payload{body: body.Bytes(), links: links}, err // compressed already
	}
	a.costly = true // HEAD does without
	reach := a.reach
	a.reach = func(ctx context.Context) int {
		if reach == nil {
			return cells
		}
		return max(cells, reach(ctx))
	}
}

// memoryFor takes the memory that a format needs to make so many rows whole, out
// of what all long answers share; leave gives it back.
func (s *Server) memoryFor(ctx context.Context, f format.Format, subject format.Subject, count int) (leave func(), err error) {
	if f.Whole == nil || count > f.Whole.MaxRows { // which is refused
		return func() {}, nil
	}
	n := f.Whole.Memory(subject, count)
	if err := s.held.take(ctx, n); err != nil {
		return nil, errBusy().Because(err)
	}
	return func() { s.held.give(n) }, nil
}
