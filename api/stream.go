package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
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

// shortened makes the body of an answer that can be streamed, or finds that it
// is too long to be kept.
func (a *answer) shortened(ctx context.Context) (*payload, error) {
	w := &limited{most: maxCachedBody}
	err := a.stream(ctx, w)
	switch {
	case errors.Is(err, errTooLong):
		return &payload{endless: true}, nil
	case err != nil:
		return nil, err
	}
	return newPayload(w.Bytes()), nil
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

// respondStream writes an answer while it is made. Only so many are written at
// once; none holds more than a chunk and, if it is sorted, the order of its rows.
func (s *Server) respondStream(c *gin.Context, a *answer) {
	if err := s.streams.begin(c.Request.Context()); err != nil {
		s.respondProblem(c, err)
		return
	}
	defer s.streams.end()
	out := &chunks{to: c.Writer, control: http.NewResponseController(c.Writer), now: s.cfg.Now}
	c.Writer.WriteHeader(http.StatusOK)
	err := a.stream(c.Request.Context(), out)
	if err == nil {
		err = out.flush()
	}
	if err == nil {
		return
	}
	if c.Request.Context().Err() == nil {
		s.cfg.Log.ErrorContext(c.Request.Context(), "answer cut off", slog.String("request_id", requestID(c)), slog.String("error", err.Error()))
	}
	cut(c)
}

// cut breaks the connection off: a cut answer must never look whole. HTTP/1.1
// and later tell the end of an answer from that of the connection; for HTTP/1.0
// the connection is reset.
func cut(c *gin.Context) {
	if !c.Request.ProtoAtLeast(1, 1) {
		if conn, _, err := http.NewResponseController(c.Writer).Hijack(); err == nil {
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}

// chunks collects what is written and passes it on a chunk at a time, each with
// a deadline of its own: a long answer may take long, a silent reader may not.
type chunks struct {
	to      io.Writer
	control *http.ResponseController
	now     func() time.Time
	held    []byte
}

// Write implements io.Writer.
func (c *chunks) Write(p []byte) (int, error) {
	c.held = append(c.held, p...)
	if len(c.held) < streamChunk {
		return len(p), nil
	}
	return len(p), c.flush()
}

func (c *chunks) flush() error {
	if err := c.control.SetWriteDeadline(c.now().Add(streamPatience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	_, err := c.to.Write(c.held)
	c.held = c.held[:0]
	return err
}
