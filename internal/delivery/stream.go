package delivery

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"
)

// large reports whether the stream is a file of which only compressed forms are
// kept.
func (s *Stream) large(r *http.Request) (bool, error) {
	if s.Measure == nil {
		return false, nil
	}
	m, err := s.Measure(context.WithoutCancel(r.Context())) // others may wait for it, too
	return m.Bytes > largeFile && m.Bytes <= MaxKeptBody, err
}

// coded makes the body in a coding, without holding it in any other.
func (s *Stream) coded(ctx context.Context, coding string) (*Body, error) {
	data, err := compressed(coding, func(w io.Writer) error {
		return s.Write(ctx, func([]string) io.Writer { return w })
	})
	return &Body{data: data, coding: coding}, err
}

// buffered makes the body of a stream, or finds that it is too long to be kept.
func (s *Stream) buffered(ctx context.Context) (*Body, error) {
	buffer := &limitedBuffer{limit: MaxKeptBody}
	var links []string
	err := s.Write(ctx, func(l []string) io.Writer {
		links = l
		return buffer
	})
	switch {
	case errors.Is(err, errTooLong):
		return &Body{Links: links, endless: true}, nil
	case err != nil:
		return nil, err
	}
	makeBody := NewBody
	if s.Compressed {
		makeBody = NewCompressedBody
	}
	b := makeBody(bytes.Clone(buffer.Bytes()))
	b.Links = links
	return b, nil
}

var errTooLong = errors.New("more than is kept")

// limitedBuffer is a buffer that refuses to grow beyond its limit.
type limitedBuffer struct {
	bytes.Buffer

	limit int
}

// Write implements io.Writer.
func (l *limitedBuffer) Write(p []byte) (int, error) {
	if l.Len()+len(p) > l.limit {
		return 0, errTooLong
	}
	return l.Buffer.Write(p)
}

// streamOf sends a body that is there already but not kept as a stream: a slow
// reader of it holds as much as any other.
func streamOf(b *Body) *Stream {
	return &Stream{Memory: cap(b.data), Write: func(_ context.Context, begin func([]string) io.Writer) error {
		_, err := begin(b.Links).Write(b.data)
		return err
	}}
}

// respondStream sends a response while it is made. What fails before the first
// byte is a problem; afterwards the connection is cut.
func (d *Delivery) respondStream(w http.ResponseWriter, r *http.Request, s *Stream, wait time.Duration) {
	ctx := r.Context()
	if err := s.measure(ctx, w.Header()); err != nil {
		d.Problem(w, r, err)
		return
	}
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	if s.Before != nil { // what it made may have been dropped since
		if err := s.Before(); err != nil {
			d.Problem(w, r, err)
			return
		}
	}
	reader, err := d.admitReader(w, r, s, wait)
	if err != nil {
		d.Problem(w, r, err)
		return
	}
	defer reader.leave()
	begun, err := d.writeStream(w, r, s, reader)
	switch {
	case err == nil && begun:
	case err == nil: // there is nothing to write
		w.WriteHeader(http.StatusOK)
	case !begun:
		d.Problem(w, r, err)
	default:
		d.cut(w, r, err)
	}
}

// admitReader admits the reader of a stream.
func (d *Delivery) admitReader(w http.ResponseWriter, r *http.Request, s *Stream, wait time.Duration) (*reader, error) {
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	reader, err := d.readers.stream(ctx, w, r.URL.Path, s.Memory)
	if err != nil {
		return nil, busy().Because(err)
	}
	return reader, nil
}

// writeStream writes a stream in chunks, and says whether anything was written.
func (d *Delivery) writeStream(w http.ResponseWriter, r *http.Request, s *Stream, to *reader) (begun bool, err error) {
	out := d.chunks(w, to)
	err = d.admission.run(r.Context(), r.URL.Path, &s.Work, func(ctx context.Context, p *permit) error {
		return s.Write(ctx, func(links []string) io.Writer {
			p.started()
			addLinks(w.Header(), links)
			return WriterFunc(func(data []byte) (n int, err error) { // the reader may take long
				err = p.yield(ctx, func() error {
					begun = begun || len(data) > 0
					n, err = out.Write(data)
					return err
				})
				return n, err
			})
		})
	})
	return begun, err
}

// WriterFunc is a function that is an io.Writer.
type WriterFunc func(p []byte) (int, error)

// Write implements io.Writer.
func (w WriterFunc) Write(p []byte) (int, error) { return w(p) }

// measure says what is known of a stream that is a file: its size and digest.
func (s *Stream) measure(ctx context.Context, h http.Header) error {
	if s.Measure == nil {
		return nil
	}
	m, err := s.Measure(context.WithoutCancel(ctx)) // others may wait for it, too
	if err != nil {
		return err
	}
	h.Set("Content-Length", strconv.Itoa(m.Bytes))
	h.Set(digestHeader, digestOfHex(m.SHA256))
	return nil
}

// cut breaks the connection off: a response that was cut must never look whole.
// HTTP/1.1 and later tell the end of a response from that of the connection; for
// HTTP/1.0 the connection is reset. The router's writer does not give away a
// connection that was written to, the one below does.
func (d *Delivery) cut(w http.ResponseWriter, r *http.Request, err error) {
	d.cfg.Log.WarnContext(r.Context(), "response cut off", slog.String("request_id", requestID(w.Header())), slog.String("error", err.Error()))
	below, ok := w.(interface{ Unwrap() http.ResponseWriter })
	if ok && !r.ProtoAtLeast(1, 1) {
		if conn, _, err := http.NewResponseController(below.Unwrap()).Hijack(); err == nil {
			if tcp, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
				_ = tcp.SetLinger(0)
			}
			_ = conn.Close()
		}
	}
	panic(http.ErrAbortHandler)
}

// chunks returns a writer that passes on what is written a chunk at a time.
func (d *Delivery) chunks(w http.ResponseWriter, to *reader) *chunkWriter {
	return &chunkWriter{to: w, control: to.controller(w), now: d.cfg.Now, reader: to}
}

// chunkWriter gives each chunk a write timeout of its own, a long response may take
// long, and measures how the reader keeps up.
type chunkWriter struct {
	to      io.Writer
	control *http.ResponseController
	now     func() time.Time
	reader  *reader
}

// Write implements io.Writer.
func (c *chunkWriter) Write(p []byte) (n int, err error) {
	for err == nil && n < len(p) {
		if err = c.begin(); err != nil {
			return n, err
		}
		var m int
		m, err = c.to.Write(p[n:min(n+ChunkBytes, len(p))])
		err = c.end(m, err)
		n += m
	}
	return n, err
}

// begin is called before a chunk is sent. Who is dropped from now on finds that
// his time for it is over.
func (c *chunkWriter) begin() error {
	if err := c.extendDeadline(); err != nil {
		return err
	}
	return c.reader.begin()
}

// end is called when so many bytes of a chunk were sent, and says how that ended.
func (c *chunkWriter) end(n int, err error) error {
	if behind := c.reader.took(n); behind != nil {
		return behind
	}
	return err
}

// extendDeadline gives the reader of the next chunk its time, where that can be
// measured.
func (c *chunkWriter) extendDeadline() error {
	if c.control == nil {
		return nil
	}
	err := c.control.SetWriteDeadline(c.now().Add(writeTimeout))
	if errors.Is(err, http.ErrNotSupported) {
		c.control, err = nil, nil
	}
	return err
}
