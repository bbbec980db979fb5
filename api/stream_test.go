package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
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
			if len(body) <= delivery.MaxKeptBody {
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
		if w.Code != http.StatusOK || w.Body.Len() > delivery.MaxKeptBody {
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
	if out.bytes <= delivery.MaxKeptBody || allocated > 512<<10 {
		t.Errorf("%d bytes are allocated for %d that are sent", allocated, out.bytes)
	}
}

// failing is a stream that fails after so many bytes.
// A stream that fails on its second way, when it is known to be long, has not
// begun either.
// A cut answer never looks whole, whatever version of HTTP tells where it ends.
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
