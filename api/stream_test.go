package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
)

// A body that is too long to be kept comes whole, in parts, and is what its
// pages are, joined.
func TestStreamsAreWhole(t *testing.T) {
	h := serving(t, large(t))
	server := httptest.NewServer(h)
	defer server.Close()
	for _, c := range []struct{ name, path string }{
		{"rows in the table's order", ".csv"},
		{"as NDJSON", ".ndjson"},
		{"in another order", ".csv?sort=-value,period_start"},
		{"found by a search, the best first", ".ndjson?q=0"},
		{"some columns", ".csv?fields=period_start,value,status,indicator_id,area_code"},
		{"from a row on", ".csv?offset=1000"},
		{"a long page", ".csv?limit=150000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+largeRecords+c.path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			w, err := server.Client().Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Body.Close()
			body, err := io.ReadAll(w.Body)
			if err != nil || w.StatusCode != http.StatusOK || w.ContentLength != -1 || !slices.Equal(w.TransferEncoding, []string{"chunked"}) || w.Header.Get("ETag") == "" {
				t.Fatalf("%v %+v", err, w)
			}
			if len(body) <= api.MaxCachedBody {
				t.Fatalf("%d bytes are not long", len(body))
			}
			if joined := inPieces(t, h, largeRecords+c.path); string(body) != joined {
				t.Errorf("%d bytes are sent, the pages have %d, or they differ", len(body), len(joined))
			}
		})
	}
}

// inPieces reads a list in pages that are short enough to be kept.
func inPieces(t *testing.T, h http.Handler, target string) string {
	t.Helper()
	const most = 20_000
	path, rest, asked := strings.Cut(target, "?")
	left, offset := largeRows, 0
	if asked {
		_, _ = fmt.Sscanf(rest, "limit=%d", &left)
		_, _ = fmt.Sscanf(rest, "offset=%d", &offset)
		if left != largeRows || offset > 0 {
			rest = ""
		}
	}
	left = min(left, largeRows-offset)
	var whole strings.Builder
	for ; left > 0; left, offset = left-most, offset+most {
		w := ask(t, h, fmt.Sprintf("%s?%s&limit=%d&offset=%d", path, rest, min(most, left), offset))
		if w.Code != http.StatusOK || w.Body.Len() > api.MaxCachedBody {
			t.Fatalf("%d, %d bytes", w.Code, w.Body.Len())
		}
		body := w.Body.String()
		if strings.HasSuffix(path, ".csv") && whole.Len() > 0 {
			_, body, _ = strings.Cut(body, "\r\n")
		}
		whole.WriteString(body)
	}
	return whole.String()
}

// What stands in the headers does not need the body.
func TestStreamsAreNotMadeWhereNobodyReadsThem(t *testing.T) {
	runs := 0
	h := api.MadeHandler(ticking(), api.Made{Stream: func(_ context.Context, begin func([]string) io.Writer) error {
		runs++
		_, err := begin(nil).Write([]byte("a,b\r\n"))
		return err
	}})
	head := httptest.NewRecorder()
	h.ServeHTTP(head, httptest.NewRequestWithContext(t.Context(), http.MethodHead, "/stream", http.NoBody))
	tag := head.Header().Get("ETag")
	same := ask(t, h, "/stream", "If-None-Match", tag)
	other := ask(t, h, "/stream", "If-Match", `"other"`)
	if tag == "" || head.Code != http.StatusOK || same.Code != http.StatusNotModified || other.Code != http.StatusPreconditionFailed || runs != 0 {
		t.Errorf("tag %s: %d, %d, %d; made %d times", tag, head.Code, same.Code, other.Code, runs)
	}
	if w := ask(t, h, "/stream"); w.Body.String() != "a,b\r\n" || w.Header().Get("ETag") != tag || runs != 1 {
		t.Errorf("%v %q, made %d times", w.Header(), w.Body, runs)
	}
}

// discard takes an answer and keeps nothing of it.
type discard struct {
	http.ResponseWriter
	bytes int
}

func (d *discard) Write(p []byte) (int, error) {
	d.bytes += len(p)
	return len(p), nil
}

// A long answer takes the memory of a chunk, not its own.
func TestStreamsTakeConstantMemory(t *testing.T) {
	h := serving(t, large(t))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, largeRecords+".csv", http.NoBody)
	h.ServeHTTP(&discard{ResponseWriter: httptest.NewRecorder()}, r) // finds that it is long
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	out := &discard{ResponseWriter: httptest.NewRecorder()}
	h.ServeHTTP(out, r)
	runtime.ReadMemStats(&after)
	allocated := after.TotalAlloc - before.TotalAlloc
	t.Logf("%d bytes are allocated for %d that are sent", allocated, out.bytes)
	if out.bytes <= api.MaxCachedBody || allocated > 512<<10 {
		t.Errorf("%d bytes are allocated for %d that are sent", allocated, out.bytes)
	}
}

var errStream = errors.New("the rows are gone")

// failing is a stream that fails after so many bytes.
func failing(after int) api.Made {
	return api.Made{Stream: func(_ context.Context, begin func([]string) io.Writer) error {
		if after == 0 {
			return errStream
		}
		w := begin([]string{`</next>; rel="next"`})
		line := []byte(strings.Repeat("x", 1022) + "\r\n")
		for written := 0; written < after; written += len(line) {
			if _, err := w.Write(line); err != nil {
				return err
			}
		}
		return errStream
	}}
}

func TestAStreamThatFailsBeforeItBeginsIsAProblem(t *testing.T) {
	w := ask(t, api.MadeHandler(ticking(), failing(0)), "/stream")
	var p api.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != http.StatusInternalServerError || p.Status != w.Code || w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("%v %d %v %s", err, w.Code, w.Header(), w.Body)
	}
}

// A stream that fails on its second way, when it is known to be long, has not
// begun either.
func TestALongStreamThatFailsBeforeItBeginsIsAProblem(t *testing.T) {
	whole, runs := failing(api.MaxCachedBody+1), 0
	h := api.MadeHandler(ticking(), api.Made{Stream: func(ctx context.Context, begin func([]string) io.Writer) error {
		if runs++; runs > 1 {
			return errStream
		}
		return whole.Stream(ctx, begin)
	}})
	if w := ask(t, h, "/stream"); w.Code != http.StatusInternalServerError || runs != 2 || w.Header().Get("Content-Type") != "application/problem+json; charset=utf-8" {
		t.Errorf("%d %v after %d runs", w.Code, w.Header(), runs)
	}
}

// A cut answer never looks whole, whatever version of HTTP tells where it ends.
func TestAStreamThatFailsHalfwayDoesNotEnd(t *testing.T) {
	server := httptest.NewUnstartedServer(api.MadeHandler(ticking(), failing(api.MaxCachedBody+1)))
	server.Config.ErrorLog = nil
	server.Start()
	defer server.Close()
	for version, want := range map[string]error{"1.1": io.ErrUnexpectedEOF, "1.0": syscall.ECONNRESET} {
		t.Run(version, func(t *testing.T) {
			conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := fmt.Fprintf(conn, "GET /stream HTTP/%s\r\nHost: x\r\n\r\n", version); err != nil {
				t.Fatal(err)
			}
			w, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			defer w.Body.Close()
			n, err := io.Copy(io.Discard, w.Body)
			if w.StatusCode != http.StatusOK || w.Header.Get("Link") == "" || !errors.Is(err, want) {
				t.Errorf("%d, %d bytes, then %v, want %v", w.StatusCode, n, err, want)
			}
		})
	}
}

// After a long answer the connection serves other requests.
func TestAStreamLeavesTheConnectionOpen(t *testing.T) {
	server := httptest.NewServer(serving(t, large(t)))
	defer server.Close()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	reader := bufio.NewReader(conn)
	for _, path := range []string{largeRecords + ".csv", "/healthz", largeRecords + ".ndjson", "/healthz"} {
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", path); err != nil {
			t.Fatal(err)
		}
		w, err := http.ReadResponse(reader, nil)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := io.Copy(io.Discard, w.Body); w.StatusCode != http.StatusOK || err != nil || w.Close {
			t.Errorf("%s: %d, %d bytes, %v, closes %t", path, w.StatusCode, n, err, w.Close)
		}
		_ = w.Body.Close()
	}
}

// A long body that was made in one piece is sent like a stream, too: its reader
// gets no longer than any other.
func TestALongBodyIsSentInChunks(t *testing.T) {
	long := []byte(strings.Repeat("0123456789abcdef", api.MaxCachedBody/16+1))
	h := api.MadeHandler(ticking(), api.Made{Body: func(context.Context) ([]byte, error) { return long, nil }})
	out := &deadlines{ResponseRecorder: httptest.NewRecorder()}
	h.ServeHTTP(out, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/body", http.NoBody))
	if out.Body.String() != string(long) || out.Header().Get("Content-Length") != strconv.Itoa(len(long)) || out.set != len(long)/(64<<10)+1 {
		t.Errorf("%d bytes, %v, %d deadlines", out.Body.Len(), out.Header(), out.set)
	}
}

// deadlines counts the deadlines that are set for writing.
type deadlines struct {
	*httptest.ResponseRecorder
	set int
}

func (d *deadlines) SetWriteDeadline(time.Time) error {
	d.set++
	return nil
}
