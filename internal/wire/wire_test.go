package wire_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/internal/wire"
)

// head is what the answers of these tests have in common.
func head() http.Header {
	return http.Header{
		"Cache-Control": {"no-cache"}, "Link": {`<a>; rel="x"`, `<b>; rel="y"`}, "X-Long": {strings.Repeat("x", 300)},
		"Content-Type": {"text/plain"}, "Connection": {"close"}, "Date": {"never"},
	}
}

// served answers every request with a status and a body of so many bytes, as the
// path says: /200/5000.
func served(t *testing.T, listen func(net.Listener) net.Listener) string {
	t.Helper()
	lines := wire.NewLines(head())
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var status, size int
		if _, err := fmt.Sscanf(r.URL.Path, "/%d/%d", &status, &size); err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "text/plain")
		body := content(size)
		if status == http.StatusOK {
			w.Header().Set("Content-Length", strconv.Itoa(size))
		}
		if r.Method == http.MethodHead || status != http.StatusOK {
			body = nil
		}
		if err := wire.Send(r.Context(), w, status, lines, body); err != nil {
			t.Error(err)
		}
	}))
	server.Listener = listen(server.Listener)
	server.Config.ConnContext = wire.Context
	server.Start()
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

func content(size int) []byte { return bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size] }

// sizes are those around the ends of net/http's buffer, with and without the
// head in it.
func sizes() []int {
	list := []int{0, 1, 100, 20_000, 70_000}
	for n := 3300; n < 4200; n += 7 {
		list = append(list, n)
	}
	for n := 8100; n < 8250; n++ {
		list = append(list, n)
	}
	return list
}

// TestAnAnswerIsTheSameAsThatOfNetHTTP asks for bodies of all critical lengths on
// one connection, and compares with a server that knows nothing of wire.
func TestAnAnswerIsTheSameAsThatOfNetHTTP(t *testing.T) {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, status := range []int{http.StatusOK, http.StatusNotModified} {
			fast := dial(t, served(t, wire.Listen))
			plain := dial(t, served(t, func(l net.Listener) net.Listener { return l }))
			for _, size := range sizes() {
				path := fmt.Sprintf("/%d/%d", status, size)
				got, want := fast.ask(method, path), plain.ask(method, path)
				if got != want {
					t.Fatalf("%s %s:\n%.900s\nwant\n%.900s", method, path, got, want)
				}
			}
		}
	}
}

// client asks on one connection, so that a byte too many or too few shows in the
// next answer.
type client struct {
	t    *testing.T
	conn net.Conn
	in   *bufio.Reader
}

func dial(t *testing.T, address string) *client {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return &client{t, conn, bufio.NewReader(conn)}
}

// ask returns an answer as text, its headers in order.
func (c *client) ask(method, path string) string {
	c.t.Helper()
	if _, err := fmt.Fprintf(c.conn, "%s %s HTTP/1.1\r\nHost: x\r\n\r\n", method, path); err != nil {
		c.t.Fatal(err)
	}
	resp, err := http.ReadResponse(c.in, &http.Request{Method: method})
	if err != nil {
		c.t.Fatal(method, path, err)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(method, path, err)
	}
	_ = resp.Body.Close()
	if resp.Header.Get("Date") == "" || resp.Close {
		c.t.Error(path, resp.Header)
	}
	resp.Header.Del("Date")
	var b strings.Builder
	fmt.Fprintln(&b, resp.Proto, resp.Status, resp.ContentLength, resp.TransferEncoding)
	for _, name := range slices.Sorted(maps.Keys(resp.Header)) {
		fmt.Fprintf(&b, "%s: %q\n", name, resp.Header[name])
	}
	return b.String() + string(body)
}

// counted counts what is written to a connection, and how often.
type counted struct {
	net.Conn

	mu     *sync.Mutex
	writes *[]int
}

func (c counted) Write(p []byte) (int, error) {
	if len(p) == 0 { // an empty part, which may come when the reader has everything
		return 0, nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	*c.writes = append(*c.writes, len(p))
	return c.Conn.Write(p)
}

// counting accepts connections that are counted. They are no TCP connections any
// more, so what goes out together is written part by part: the parts of one
// answer are counted, not the system calls.
type counting struct {
	net.Listener

	mu     sync.Mutex
	writes []int
}

func (l *counting) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return counted{c, &l.mu, &l.writes}, err
}

// TestNothingIsKeptBack holds that an answer has left when Send returns, also one
// of just one piece, and in which parts: the status, the lines, the rest.
func TestNothingIsKeptBack(t *testing.T) {
	var l *counting
	c := dial(t, served(t, func(inner net.Listener) net.Listener {
		l = &counting{Listener: inner}
		return wire.Listen(l)
	}))
	lines := len(wire.NewLines(head()))
	for _, size := range sizes() {
		c.ask(http.MethodGet, fmt.Sprintf("/200/%d", size))
		l.mu.Lock()
		writes := l.writes
		l.writes = nil
		l.mu.Unlock()
		if len(writes) < 3 || len(writes) > 4 || writes[0] != len("HTTP/1.1 200 OK\r\n") || writes[1] != lines {
			t.Fatalf("%d bytes went out as %v", size, writes)
		}
	}
}

// TestAReaderThatIsGoneIsAnError holds that a failure is told, and harms nobody
// else.
func TestAReaderThatIsGoneIsAnError(t *testing.T) {
	failed := make(chan error, 1)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := content(10 << 20)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		err := wire.Send(r.Context(), w, http.StatusOK, wire.NewLines(head()), body)
		if r.URL.Path == "/gone" {
			failed <- err
		}
	}))
	server.Listener = wire.Listen(server.Listener)
	server.Config.ConnContext = wire.Context
	server.Start()
	defer server.Close()
	gone := dial(t, server.Listener.Addr().String())
	if _, err := io.WriteString(gone.conn, "GET /gone HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	_ = gone.conn.Close()
	if err := <-failed; err == nil {
		t.Error("nobody was told")
	}
	if got := dial(t, server.Listener.Addr().String()).ask(http.MethodGet, "/"); !strings.HasSuffix(got, string(content(10<<20))) {
		t.Errorf("the next reader got %d bytes", len(got))
	}
}

// TestLinesCannotForgeAHead holds that values stay in their line.
func TestLinesCannotForgeAHead(t *testing.T) {
	lines := wire.NewLines(http.Header{"X-A": {"1\r\nX-B: 2"}, "X C": {"3"}})
	h := make(http.Header)
	lines.Add(h)
	if want := (http.Header{"X-A": {"1  X-B: 2"}}); !maps.EqualFunc(h, want, slices.Equal) {
		t.Errorf("got %q, want %q", h, want)
	}
}
