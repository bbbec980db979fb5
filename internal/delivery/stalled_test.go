package delivery_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/delivery"
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
func (p *pipes) get(t *testing.T, path string, headers ...string) *http.Response {
	t.Helper()
	client, server := net.Pipe()
	p.connections <- server
	if _, err := fmt.Fprintf(client, "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n", path, strings.Join(append(headers, ""), "\r\n")); err != nil {
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

// Who stops reading is dropped, and gives the place back; meanwhile others are
// answered.
func TestWhoStopsReadingIsDropped(t *testing.T) {
	for path, places := range map[string]int{"/stream": delivery.MaxStreams, "/held": heldStreams, "/light": delivery.MaxStreams} {
		t.Run(path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := handlerOf(endless())
				overPipes(t, h, func(p *pipes) {
					for range places {
						w := p.get(t, path)
						defer w.Body.Close()
						if w.StatusCode != http.StatusOK {
							t.Fatal(w.StatusCode)
						}
					}
					other := p.get(t, "/body")
					defer other.Body.Close()
					if text, err := io.ReadAll(other.Body); string(text) != "other" || err != nil {
						t.Errorf("another request gets %q, %v", text, err)
					}
					begin := time.Now()
					w := p.get(t, path) // waits for a place in vain
					defer w.Body.Close()
					if waited := time.Since(begin); w.StatusCode != http.StatusServiceUnavailable || waited != 10*time.Second || w.Header.Get("Retry-After") != "5" {
						t.Errorf("with all places taken: %d after %v, %v", w.StatusCode, waited, w.Header)
					}
					time.Sleep(21 * time.Second) // 31 since the others stopped
					synctest.Wait()
					later := p.get(t, path)
					defer later.Body.Close()
					if later.StatusCode != http.StatusOK {
						t.Errorf("after they were dropped: %d", later.StatusCode)
					}
				})
			})
		})
	}
}

// endless is a stream that goes on until its context or its reader ends it.
func endless() made {
	line := []byte(strings.Repeat("x", 1022) + "\r\n")
	return made{
		body: func(context.Context) ([]byte, error) { return []byte("other"), nil },
		stream: func(ctx context.Context, begin func([]string) io.Writer) error {
			for w := begin(nil); ctx.Err() == nil; {
				if _, err := w.Write(line); err != nil {
					return err
				}
			}
			return ctx.Err()
		},
	}
}

// Who goes away ends the work.
func TestWhoGoesAwayEndsTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended, whole := make(chan error, 2), endless()
		h := handlerOf(made{stream: func(ctx context.Context, begin func([]string) io.Writer) error {
			err := whole.stream(ctx, begin)
			ended <- err
			return err
		}})
		overPipes(t, h, func(p *pipes) {
			w := p.get(t, "/stream")
			if err := <-ended; err == nil {
				t.Error("it is not found to be long")
			}
			_ = w.Body.Close()
			synctest.Wait()
			select {
			case err := <-ended:
				if err == nil {
					t.Error("it ended by itself")
				}
			default:
				t.Error("it goes on")
			}
		})
	})
}

// Who is not admitted for want of memory takes no place of others.
func TestStreamsThatAreRefusedGiveTheirPlaceBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := handlerOf(endless())
		overPipes(t, h, func(p *pipes) {
			for range heldStreams {
				w := p.get(t, "/held")
				defer w.Body.Close()
			}
			var wg sync.WaitGroup
			for range delivery.MaxStreams - heldStreams {
				wg.Go(func() { // waits for memory in vain
					w := p.get(t, "/held")
					defer w.Body.Close()
					if w.StatusCode != http.StatusServiceUnavailable {
						t.Errorf("%d", w.StatusCode)
					}
				})
			}
			wg.Wait()
			begin := time.Now()
			w := p.get(t, "/stream")
			defer w.Body.Close()
			if w.StatusCode != http.StatusOK || time.Since(begin) > time.Second {
				t.Errorf("%d after %v", w.StatusCode, time.Since(begin))
			}
		})
	})
}
