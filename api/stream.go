package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"
)

const (
	// streamChunk is how much of a long answer is in memory at a time.
	streamChunk = 64 << 10
	// streamPatience is how long a reader may take for one chunk: who is slower
	// holds a place that others wait for.
	streamPatience = 30 * time.Second
)

// stream writes a body that may be too long to be kept. Once it knows that it
// can, it calls begin with the Link values that depend on the body, and writes
// to what that returns. It fails as others do until then, and with its reader
// afterwards.
type stream func(ctx context.Context, begin func(links []string) io.Writer) error

// shortened makes the body of an answer that can be streamed, or finds that it
// is too long to be kept.
func (a *answer) shortened(ctx context.Context) (*payload, error) {
	w := &limited{most: maxCachedBody}
	var links []string
	err := a.stream(ctx, func(l []string) io.Writer {
		links = l
		return w
	})
	switch {
	case errors.Is(err, errTooLong):
		return &payload{endless: true}, nil
	case err != nil:
		return nil, err
	}
	p := newPayload(bytes.Clone(w.Bytes()))
	p.links = links
	return p, nil
}

var errTooLong = errors.New("more than is kept")

// limited is a buffer that refuses to grow too large.
type limited struct {
	bytes.Buffer
	most int
}

// Write implements io.Writer.
func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.most {
		return 0, errTooLong
	}
	return l.Buffer.Write(p)
}

// streamed sends a body that is there already but not kept as a stream: a slow
// reader of it is in the way as much as any other.
func streamed(h http.Header, p *payload) *answer {
	h.Set("Content-Length", strconv.Itoa(len(p.body)))
	return &answer{holds: cap(p.body), made: true, stream: func(_ context.Context, begin func([]string) io.Writer) error {
		_, err := begin(p.links).Write(p.body)
		return err
	}}
}

// place waits for a place among the answers that are sent while they are made,
// and for room for what this one holds meanwhile. What is there already holds it
// while it waits, so it does not.
func (s *Server) place(ctx context.Context, a *answer) (leave func(), err error) {
	patience := workWait
	if a.made {
		patience = 0
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := s.streams.await(ctx); err != nil {
		return nil, errBusy().Because(err)
	}
	if err := s.held.take(ctx, a.holds); err != nil {
		s.streams.end()
		return nil, errBusy().Because(err)
	}
	return func() {
		s.held.give(a.holds)
		s.streams.end()
	}, nil
}

// respondStream writes an answer while it is made. Only so many are written at
// once. What fails before the first byte is a problem; afterwards the connection
// is cut.
func (s *Server) respondStream(c *gin.Context, a *answer) {
	ctx := c.Request.Context()
	if err := measure(ctx, headers(c), a); err != nil {
		s.respondProblem(c, err)
		return
	}
	if c.Request.Method == http.MethodHead {
		s.writeHead(c, http.StatusOK)
		return
	}
	if a.first != nil { // it may have been forgotten since
		if err := a.first(); err != nil {
			s.respondProblem(c, err)
			return
		}
	}
	leave, err := s.place(ctx, a)
	if err != nil {
		s.respondProblem(c, err)
		return
	}
	defer leave()
	out := &chunks{to: writer(c), control: http.NewResponseController(writer(c)), now: s.cfg.Now}
	err = s.work.of(ctx, a).start(ctx, func(ctx context.Context, t *turn) error {
		return a.stream(ctx, func(links []string) io.Writer {
			t.begun()
			for _, link := range links {
				headers(c).Add("Link", link)
			}
			return writing(func(p []byte) (n int, err error) { // the reader may take long
				err = t.aside(ctx, func() error {
					n, err = out.Write(p)
					return err
				})
				return n, err
			})
		})
	})
	_, _, begun := written(c)
	switch {
	case err == nil && begun:
	case err == nil: // there is nothing to write
		s.writeHead(c, http.StatusOK)
	case !begun:
		s.respondProblem(c, err)
	default:
		s.cut(c, err)
	}
}

// measure says what is known of a stream that is a file: its size, and that
// nobody knows where a part of it begins.
func measure(ctx context.Context, h http.Header, a *answer) error {
	if a.size == nil {
		return nil
	}
	n, err := a.size(context.WithoutCancel(ctx)) // others may wait for it, too
	if err != nil {
		return err
	}
	h.Set("Accept-Ranges", "none")
	h.Set("Content-Length", strconv.Itoa(n))
	return nil
}

// cut breaks the connection off: a cut answer must never look whole. HTTP/1.1
// and later tell the end of an answer from that of the connection; for HTTP/1.0
// the connection is reset. The writer of gin does not give away a connection
// that was written to, the one below does.
func (s *Server) cut(c *gin.Context, err error) {
	s.cfg.Log.WarnContext(c.Request.Context(), "answer cut off", slog.String("request_id", requestID(c)), slog.String("error", err.Error()))
	below, ok := writer(c).(interface{ Unwrap() http.ResponseWriter })
	if ok && !c.Request.ProtoAtLeast(1, 1) {
		if conn, _, err := http.NewResponseController(below.Unwrap()).Hijack(); err == nil {
			if tcp, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}

// chunks passes on what is written a chunk at a time, each with a deadline of
// its own: a long answer may take long, a silent reader may not.
type chunks struct {
	to      io.Writer
	control *http.ResponseController
	now     func() time.Time
}

// Write implements io.Writer.
func (c *chunks) Write(p []byte) (n int, err error) {
	for err == nil && n < len(p) {
		if err = c.hurry(); err != nil {
			return n, err
		}
		var m int
		m, err = c.to.Write(p[n:min(n+streamChunk, len(p))])
		n += m
	}
	return n, err
}

// hurry gives the reader of the next chunk its time, where that can be measured.
func (c *chunks) hurry() error {
	if c.control == nil {
		return nil
	}
	err := c.control.SetWriteDeadline(c.now().Add(streamPatience))
	if errors.Is(err, http.ErrNotSupported) {
		c.control, err = nil, nil
	}
	return err
}
