// Package wire sends answers that were made before: the lines of the head that
// are always the same as they were written once, and everything in one piece.
//
// net/http makes, copies, sorts and checks the headers of every answer anew, and
// writes through a buffer of 4 KiB: of a longer answer it sends the head with
// what fits behind it, then the rest. That is two system calls, two packets and
// two wakings of the reader where one does. Together it is half of what a file
// of 20 KB costs (docs/performance.md).
//
// It promises that status, framing, Date and everything else that net/http
// decides stay with net/http, that the bytes of a body go out as they are and in
// order, and that it keeps nothing back when Send returns. It refuses to know what
// an answer is about, and answers that are sent while they are made. cmd listens
// with it, api sends with it.
package wire

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"net"
	"net/http"
)

// Lines are headers as they go out, made once for many answers.
type Lines []byte

// reserved reports whether net/http frames an answer by a header.
func reserved(name string) bool {
	switch name {
	case "Connection", "Content-Length", "Content-Type", "Date", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}

// NewLines writes headers, but for those that net/http must see in
// [http.ResponseWriter.Header].
func NewLines(h http.Header) Lines {
	var b bytes.Buffer
	rest := maps.Clone(h)
	maps.DeleteFunc(rest, func(name string, _ []string) bool { return reserved(name) })
	_ = rest.Write(&b) // a buffer takes everything
	return bytes.Clone(b.Bytes())
}

// Add sets the headers for an answer that Send does not send.
func (l Lines) Add(h http.Header) {
	for line := range bytes.SplitSeq(l, []byte("\r\n")) {
		if name, value, ok := bytes.Cut(line, []byte(": ")); ok {
			h.Add(string(name), string(value))
		}
	}
}

type connKey struct{}

// Context is for [http.Server.ConnContext]: by it Send finds the connection of a
// request.
func Context(ctx context.Context, c net.Conn) context.Context {
	return context.WithValue(ctx, connKey{}, c)
}

// Send writes an answer with lines in its head. The length of a body must stand
// in w.Header, which is true of an answer to HEAD, too. ctx is that of the
// request; where its connection is none of [Listen], the answer is the same and
// merely slower. Nothing of the answer may have been written before. An error says
// that the reader is gone; that may also be found out later.
func Send(ctx context.Context, w http.ResponseWriter, status int, lines Lines, body []byte) error {
	c, ok := ctx.Value(connKey{}).(*conn)
	if !ok {
		lines.Add(w.Header())
		w.WriteHeader(status)
		if len(body) == 0 {
			return http.NewResponseController(w).Flush()
		}
		_, err := w.Write(body)
		return err
	}
	c.lines, c.whole = lines, true
	defer func() { c.lines, c.whole = nil, false }()
	w.WriteHeader(status)
	var err error
	if len(body) > 0 {
		_, err = w.Write(body)
	}
	if err == nil && (len(body) == 0 || c.first != nil || c.lines != nil) { // net/http has a part of it yet
		err = http.NewResponseController(w).Flush()
	}
	return errors.Join(err, c.rest())
}
