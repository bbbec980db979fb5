package api_test

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/wire"
)

// rowsFlag chooses the size of the benchmarks; docs/performance.md keeps the
// figures of 10,000 and 10,000,000.
var rowsFlag = flag.Int("rows", 10_000, "rows of the benchmarks")

// The addresses that are measured. A series also says a first day before the
// first row and a last day behind the last, which changes the address and not
// the rows, so that no answer is in the cache.
const (
	fileTarget   = "/files/022039_fictional_observations.csv"
	seriesTarget = "/api/v1/datasets/fictional_observations/records?indicator_id=i%03d&area_code=022039&fields=period_start,value&limit=1000&period_start.ge=%04d-01-01"
	listTarget   = "/api/v1/initiatives?limit=50" // 18 KB
	streamTarget = "/api/v1/datasets/fictional_observations/records.csv"
)

// observed is the whole service over that many observations of the fixture, as
// the program sets it up, but that nobody reads the log.
func observed(tb testing.TB, rows int) http.Handler {
	tb.Helper()
	var csv, schema bytes.Buffer
	if err := fixture.Observations(&csv, rows); err != nil {
		tb.Fatal(err)
	}
	if err := fixture.Descriptor(&schema); err != nil {
		tb.Fatal(err)
	}
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{
		fixture.ID + ".csv": {Data: csv.Bytes()}, fixture.ID + ".schema.json": {Data: schema.Bytes()},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return measured(tb, sources)
}

// measured is the service as it runs, over some sources.
func measured(tb testing.TB, sources []dataset.Source) http.Handler {
	tb.Helper()
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		tb.Fatal(err)
	}
	cfg := testConfig(io.Discard)
	cfg.NewID, cfg.Now = rand.Text, time.Now
	h, err := api.New(cfg, fixed(tb, rel))
	if err != nil {
		tb.Fatal(err)
	}
	return h
}

// sink takes an answer and keeps its size alone, so that what is measured is
// what the service does.
type sink struct {
	header       http.Header
	status, size int
}

func (s *sink) Header() http.Header    { return s.header }
func (s *sink) WriteHeader(status int) { s.status = status }

func (s *sink) Write(p []byte) (int, error) {
	s.size += len(p)
	return len(p), nil
}

// call asks once and returns the size of the answer.
func call(tb testing.TB, h http.Handler, r *http.Request) int {
	tb.Helper()
	s := &sink{header: make(http.Header)}
	h.ServeHTTP(s, r)
	if s.status != http.StatusOK {
		tb.Fatalf("%s: %d", r.URL, s.status)
	}
	return s.size
}

// asked is a request with headers, pairs of name and value.
func asked(tb testing.TB, target string, headers ...string) *http.Request {
	tb.Helper()
	r := httptest.NewRequestWithContext(tb.Context(), http.MethodGet, target, http.NoBody)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

// series is a request that was not made before for n below 2,000,000.
func series(tb testing.TB, n int) *http.Request {
	tb.Helper()
	return asked(tb, fmt.Sprintf(seriesTarget, 1, n%1940)+fmt.Sprintf("&period_start.le=%04d-01-01", 2027+n/1940))
}

// caller asks for the same on one connection, as the program serves it, and
// takes answers without looking at them, so that what is measured is the
// service and the connection.
type caller struct {
	conn    net.Conn
	request []byte
	answer  []byte
}

// dialed serves a handler and asks it once, for the length of the answer and so
// that it is made and compressed.
func dialed(tb testing.TB, h http.Handler, target string, status int, headers ...string) *caller {
	tb.Helper()
	server := httptest.NewUnstartedServer(h)
	server.Listener = wire.Listen(server.Listener)
	server.Config.ConnContext = wire.Context
	server.Start()
	tb.Cleanup(server.Close)
	conn, err := new(net.Dialer).DialContext(tb.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = conn.Close() })
	var request bytes.Buffer
	fmt.Fprintf(&request, "GET %s HTTP/1.1\r\nHost: localhost\r\n", target)
	for i := 0; i < len(headers); i += 2 {
		fmt.Fprintf(&request, "%s: %s\r\n", headers[i], headers[i+1])
	}
	request.WriteString("\r\n")
	first := []byte("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
	(&caller{conn: conn, request: first}).learn(tb, http.StatusOK) // who has it already has asked before
	c := &caller{conn: conn, request: request.Bytes()}
	c.learn(tb, status)
	return c
}

// learn asks and keeps the answer, by which the length of the next one is known.
func (c *caller) learn(tb testing.TB, status int) {
	tb.Helper()
	if _, err := c.conn.Write(c.request); err != nil {
		tb.Fatal(err)
	}
	var answer bytes.Buffer
	resp, err := http.ReadResponse(bufio.NewReader(io.TeeReader(c.conn, &answer)), nil)
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := io.Copy(io.Discard, resp.Body); err != nil || resp.StatusCode != status {
		tb.Fatal(resp.Status, err)
	}
	_ = resp.Body.Close()
	c.answer = answer.Bytes()
}

func (c *caller) ask(tb testing.TB) int {
	tb.Helper()
	if _, err := c.conn.Write(c.request); err != nil {
		tb.Fatal(err)
	}
	if _, err := io.ReadFull(c.conn, c.answer); err != nil {
		tb.Fatal(err)
	}
	return len(c.answer)
}

// repeated measures one request that was made before.
func repeated(b *testing.B, target string, status int, headers ...string) {
	b.Helper()
	c := dialed(b, observed(b, fileRows), target, status, headers...)
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(c.ask(b)))
	}
}

// fileRows are those of a file of 20 KB.
const fileRows = 600

func BenchmarkFile(b *testing.B) { repeated(b, fileTarget, http.StatusOK) }

func BenchmarkFileCompressed(b *testing.B) {
	repeated(b, fileTarget, http.StatusOK, "Accept-Encoding", "gzip, br")
}

func BenchmarkFileNotModified(b *testing.B) {
	repeated(b, fileTarget, http.StatusNotModified, "If-None-Match", "*")
}

func BenchmarkList(b *testing.B) { repeated(b, listTarget, http.StatusOK) }

func BenchmarkListNotModified(b *testing.B) {
	repeated(b, listTarget, http.StatusNotModified, "If-None-Match", "*")
}

func BenchmarkSeries(b *testing.B) {
	h := observed(b, *rowsFlag)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		b.StopTimer()
		r := series(b, n)
		b.StartTimer()
		b.SetBytes(int64(call(b, h, r)))
	}
}

// BenchmarkStream sends more than the cache keeps.
func BenchmarkStream(b *testing.B) {
	h, r := observed(b, max(*rowsFlag, 200_000)), asked(b, streamTarget)
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(call(b, h, r)))
	}
}
