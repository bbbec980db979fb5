package api_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// pipes is a listener without a network, whose connections know the clock of a
// synctest bubble.
type pipes struct {
	connections chan net.Conn
	closed      chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.connections:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error {
	close(p.closed)
	return nil
}

func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

// get sends a request on a connection of its own, which closes with the body,
// and reads the head of the answer.
func (p *pipes) get(t *testing.T, path string) *http.Response {
	t.Helper()
	client, server := net.Pipe()
	p.connections <- server
	if _, err := fmt.Fprintf(client, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path); err != nil {
		t.Fatal(err)
	}
	w, err := http.ReadResponse(bufio.NewReaderSize(client, 16), nil)
	if err != nil {
		t.Fatal(err)
	}
	w.Body = struct {
		io.Reader
		io.Closer
	}{w.Body, client}
	return w
}

// overPipes serves a handler with the deadlines of the real server, on the
// bubble's clock.
func overPipes(t *testing.T, h http.Handler, test func(p *pipes)) {
	t.Helper()
	p := &pipes{make(chan net.Conn), make(chan struct{})}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Minute, IdleTimeout: 2 * time.Minute}
	done := make(chan error)
	go func() { done <- server.Serve(p) }()
	test(p)
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; !errors.Is(err, http.ErrServerClosed) {
		t.Error(err)
	}
}

// A reader who takes his time, but takes something, gets everything, though it
// takes longer than the server allows an answer in one piece.
func TestASlowReaderGetsTheWholeStream(t *testing.T) {
	rel := large(t)
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(rel.Effective)) // a bubble begins in the year 2000
		overPipes(t, serving(t, rel), func(p *pipes) {
			begin := time.Now()
			w := p.get(t, largeRecords+".csv")
			defer w.Body.Close()
			lines := 0
			for in := bufio.NewReaderSize(w.Body, 64<<10); ; lines++ {
				if lines%1000 == 0 {
					time.Sleep(5 * time.Second)
				}
				if _, err := in.ReadSlice('\n'); errors.Is(err, io.EOF) {
					break
				} else if err != nil {
					t.Fatal(err)
				}
			}
			if took := time.Since(begin); lines != largeRows+1 || took < 11*time.Minute {
				t.Errorf("%d lines in %v", lines, took)
			}
		})
	})
}
