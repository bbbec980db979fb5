package api

import (
	"bytes"
	"context"
	"io"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/results"
)

// represent answers in the way that a format allows: as a stream, or, where the
// format must be made as a whole, as a page that is compressed already. Cells is
// how many that is: many of them make it a heavy answer.
func represent(f format.Format, s *delivery.Stream, cells int) delivery.Response {
	if f.Whole == nil {
		return s
	}
	work, rows := s.Work, s.Work.Rows
	work.Query = true // HEAD does without
	work.Rows = func(ctx context.Context) int {
		if rows == nil {
			return cells
		}
		return max(cells, rows(ctx))
	}
	return &delivery.Page{Head: s.Head, Work: work, Key: s.Key, Make: func(ctx context.Context) (*delivery.Body, error) {
		var body bytes.Buffer
		var links []string
		err := s.Write(ctx, func(l []string) io.Writer {
			links = l
			return &body
		})
		b := bodyIn(f, body.Bytes())
		b.Links = links
		return b, err
	}}
}

// memoryFor takes the memory that a format needs to make so many rows whole, out
// of what all long answers share; leave gives it back.
func (s *Server) memoryFor(ctx context.Context, f format.Format, subject format.Subject, count int) (leave func(), err error) {
	return results.TakeMemory(ctx, s.delivery, f, subject, count)
}
