package wire_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/wire"
)

// TestConnectionsDoWhatTCPConnectionsDo holds what net/http and api ask of a
// connection in addition to reading and writing.
func TestConnectionsDoWhatTCPConnectionsDo(t *testing.T) {
	inner, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := wire.Listen(inner)
	defer l.Close()
	c := dial(t, inner.Addr().String())
	conn, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	both, ok := conn.(interface {
		CloseWrite() error
		SetLinger(seconds int) error
	})
	if !ok {
		t.Fatalf("a %T does less than a TCP connection", conn)
	}
	if err := both.SetLinger(0); err != nil {
		t.Error(err)
	}
	if err := both.CloseWrite(); err != nil {
		t.Error(err)
	}
	if _, err := c.in.ReadByte(); err == nil {
		t.Error("it is still open for writing")
	}
	if wire.Context(context.Background(), conn) == context.Background() {
		t.Error("the connection is not told")
	}
}

// TestASteadyReaderIsNotTakenForASilentOne sends to a reader who takes a megabyte
// a second, and gives him two thirds of a second for 64 KB: ten times what he
// needs.
func TestASteadyReaderIsNotTakenForASilentOne(t *testing.T) {
	if testing.Short() {
		t.Skip("reads slowly for eight seconds")
	}
	t.Parallel()
	const size, chunk, rate, timeout = 8 << 20, 64 << 10, 1 << 20, 660 * time.Millisecond
	sent := make(chan error, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		control, piece := http.NewResponseController(w), content(chunk)
		for range size / chunk {
			if err := control.SetWriteDeadline(time.Now().Add(timeout)); err != nil {
				sent <- err
				return
			}
			if _, err := w.Write(piece); err != nil {
				sent <- err
				return
			}
		}
		sent <- nil
	}))
	server.Listener = wire.Listen(server.Listener)
	server.Start()
	defer server.Close()
	c := dial(t, server.Listener.Addr().String())
	if _, err := io.WriteString(c.conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	tick := time.NewTicker(time.Second / (rate / chunk))
	defer tick.Stop()
	for taken := 0; taken < size; taken += chunk {
		<-tick.C
		if _, err := io.CopyN(io.Discard, c.conn, chunk); err != nil {
			t.Fatalf("after %d bytes: %v", taken, err)
		}
	}
	if err := <-sent; err != nil {
		t.Error(err)
	}
}
