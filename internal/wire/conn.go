package wire

import (
	"bytes"
	"errors"
	"net"
	"sync"
)

// pieceBytes is the size of net/http's buffer: a write of just this many bytes
// is the beginning of more.
const pieceBytes = 4 << 10

// pieces are buffers for the first piece of an answer, which net/http uses again
// before the second one comes.
//
//nolint:gochecknoglobals // a pool has no state that anybody sees
var pieces = sync.Pool{New: func() any { return new([pieceBytes]byte) }}

// conn is a connection that can add lines to the head of an answer and keep back
// its first piece. Only the goroutine that answers writes, so nothing of this is
// locked. Outside of Send it is as net/http wants it.
type conn struct {
	net.Conn

	whole bool              // an answer is being sent
	lines Lines             // to be added to its head; nil once they were
	first *[pieceBytes]byte // what is kept back; nil if nothing
	parts [4][]byte         // memory of out
	out   net.Buffers
}

// Write implements net.Conn.
func (c *conn) Write(p []byte) (int, error) {
	switch {
	case c.first != nil:
		return c.together(c.first[:], p)
	case c.whole && len(p) == pieceBytes:
		c.first, _ = pieces.Get().(*[pieceBytes]byte)
		return copy(c.first[:], p), nil
	case c.lines != nil:
		return c.together(p, nil)
	}
	return c.Conn.Write(p)
}

// together sends a first piece, with the lines behind its first one, which is
// the status, and a second piece. Of them it counts the one that is being
// written now.
func (c *conn) together(first, second []byte) (int, error) {
	end := 0
	if c.lines != nil {
		end = bytes.IndexByte(first, '\n') + 1
	}
	c.parts = [4][]byte{first[:end], c.lines, first[end:], second}
	c.out = c.parts[:]
	sent, err := c.out.WriteTo(c.Conn)
	written := int(sent) - len(c.lines)
	if c.first != nil {
		written -= len(first)
		pieces.Put(c.first)
		c.first = nil
	}
	c.parts, c.out, c.lines = [4][]byte{}, nil, nil
	return max(0, written), err
}

// rest sends what is still kept back: a piece that was the last one after all.
func (c *conn) rest() error {
	if c.first == nil {
		return nil
	}
	_, err := c.together(c.first[:], nil)
	return err
}

// SetLinger does what it does for a [net.TCPConn].
func (c *conn) SetLinger(seconds int) error {
	tcp, ok := c.Conn.(interface{ SetLinger(seconds int) error })
	if !ok {
		return errors.ErrUnsupported
	}
	return tcp.SetLinger(seconds)
}

// CloseWrite does what it does for a [net.TCPConn]; net/http asks for it when it
// hangs up.
func (c *conn) CloseWrite() error {
	tcp, ok := c.Conn.(interface{ CloseWrite() error })
	if !ok {
		return errors.ErrUnsupported
	}
	return tcp.CloseWrite()
}

// listener accepts connections that Send knows.
type listener struct{ net.Listener }

// sendBytes is how much the kernel keeps of what a reader has not taken. It tells
// of free memory only when a third of all is free, and would take 4 MB by itself:
// a slow but steady reader would look for half a minute as if he had stopped. It
// is enough for 10 MB a second to the other end of Japan.
const sendBytes = 256 << 10

// Accept implements net.Listener.
func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(sendBytes) // without it only very slow readers lose
	}
	return &conn{Conn: c}, nil
}

// Listen returns a listener whose connections Send knows.
func Listen(l net.Listener) net.Listener { return listener{l} }
