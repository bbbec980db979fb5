package main_test

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// maxHead is how large the head of a response may be: docs/guides/query.md.
const maxHead = 3 << 10

// However long a query is, a proxy with its usual buffers passes the response on.
func TestLongQueriesPassProxies(t *testing.T) {
	t.Parallel()
	s := serve(t, "--base-url", "https://opendata.city.hachinohe.aomori.jp") // the latter of two counts
	proxies := map[string]func(*testing.T, string) string{"nginx": behindNginx, "Go": behindGo}
	for name, behind := range proxies {
		t.Run(name, func(t *testing.T) {
			address := behind(t, s.addr)
			for _, length := range []int{1, 100, 400, 1000, 2000, 4000, 7000} {
				for _, path := range []string{
					"/api/v1/initiatives?limit=1&offset=1&title.ne=", "/api/v1/initiatives.csv?limit=1&offset=1&title.ne=",
					"/api/v1/initiatives?limit=1&offset=1&release=1&title.ne=", "/api/v1/initiatives.csv?offset=1&title.ne=",
					"/api/v1/search?limit=1&q=", "/api/v1/indicators/ind-1/observations?limit=1&note.ne=",
				} {
					passes(t, "http://"+address+path+strings.Repeat("x", length))
				}
			}
		})
	}
}

// passes gets an address through a proxy.
func passes(t *testing.T, address string) {
	t.Helper()
	res, err := patient().Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	size := 0
	for name, values := range res.Header {
		for _, value := range values {
			size += len(name) + len(": ") + len(value) + len("\r\n")
		}
	}
	if res.StatusCode != http.StatusOK || size > maxHead {
		t.Errorf("%.100s… (%d bytes): %s, a head of %d bytes", address, len(address), res.Status, size)
	}
	if links := strings.Join(res.Header.Values("Link"), "\n"); !strings.Contains(links, `rel="describedby"`) && !strings.Contains(address, "/search") {
		t.Errorf("%.100s… (%d bytes) is described by nothing: %s", address, len(address), links)
	}
}

// behindGo starts the proxy of the standard library with a buffer like that of
// others.
func behindGo(t *testing.T, addr string) string {
	t.Helper()
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(&url.URL{Scheme: "http", Host: addr}) },
		Transport: &http.Transport{MaxResponseHeaderBytes: 4 << 10},
	})
	t.Cleanup(proxy.Close)
	return proxy.Listener.Addr().String()
}

// behindNginx starts nginx as it is without settings.
func behindNginx(t *testing.T, addr string) string {
	t.Helper()
	path, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed here")
	}
	folder, address := t.TempDir(), freeAddress(t)
	settings := "daemon off; master_process off; pid nginx.pid; error_log stderr; events {}\n" +
		"http { access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n" +
		"server { listen " + address + "; location / { proxy_pass http://" + addr + "; } } }\n"
	file := filepath.Join(folder, "nginx.conf")
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	said := new(output)
	nginx := exec.Command(path, "-p", folder, "-c", file, "-e", "stderr")
	nginx.Stderr = said
	if err := nginx.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = nginx.Wait() // it is killed
		close(ended)
	}()
	t.Cleanup(func() {
		_ = nginx.Process.Kill()
		<-ended
	})
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
			return address
		}
		if time.Now().After(deadline) {
			t.Fatal(fmt.Errorf("nginx did not start: %w\n%s", err, said))
		}
	}
}
