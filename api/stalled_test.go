package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/wire"
)

// TestReadersWhoTakeNothingHarmNobody opens many real connections that ask for
// long bodies, each for another one, and read none. Whatever happens to them,
// everybody else is answered at once, and memory is bounded.
func TestReadersWhoTakeNothingHarmNobody(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for readers to time out")
	}
	const readers = 120
	server := httptest.NewUnstartedServer(serving(t, large(t)))
	server.Listener = wire.Listen(server.Listener)
	server.Config.ConnContext = wire.Context
	server.Start()
	defer server.Close()
	before := live()
	for n := range readers {
		conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetReadBuffer(4 << 10) // so that little is on the way
		}
		// Bodies of just under 4 MiB, each kept for its reader; every fourth is a stream.
		target := fmt.Sprintf("%s.csv?limit=%d", largeRecords, 110_000-n)
		if n%4 == 0 {
			target = fmt.Sprintf("%s.ndjson?sort=-value&value.ne=%d.5", largeRecords, n)
		}
		if _, err := fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", target); err != nil {
			t.Fatal(err)
		}
		if n%4 != 0 {
			continue
		}
		if status, err := bufio.NewReaderSize(conn, 16).ReadString(' '); err != nil || !strings.HasPrefix(status, "HTTP/1.1") {
			t.Fatalf("%q %v", status, err) // it has begun
		}
	}
	for _, target := range []string{
		"/", "/api/v1/plan", "/api/v1/initiatives?mark=new", "/files/022039_digital_goals.csv", "/api/v1/search?q=Wi-Fi&dataset=initiatives",
		largeRecords + "?limit=3", largeRecords + "?sort=value&limit=2", "/openapi.json", "/readyz",
	} {
		begin := time.Now()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+target, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		w, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = io.Copy(io.Discard, w.Body)
		_ = w.Body.Close()
		if took := time.Since(begin); err != nil || w.StatusCode != http.StatusOK || took > 5*time.Second {
			t.Errorf("%s: %s after %v, %v", target, w.Status, took, err)
		}
	}
	if grown := int64(live()) - int64(before); grown > 256<<20 {
		t.Errorf("%d MB more are held", grown>>20)
	} else {
		t.Logf("%d readers hold %d MB", readers, grown>>20)
	}
}
