package delivery_test

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strconv"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/delivery"
)

// linked serves a page and a stream with every Link that there is, before and
// after the body is known, in the order in which they are made.
func linked(address string) http.Handler {
	link := func(rel string) string { return "<" + address + `>; rel="` + rel + `"` }
	head := delivery.Head{
		ContentType: "text/csv", Cache: delivery.Immutable,
		Links: []string{`</schema>; rel="describedby"`, `</licence>; rel="license"`, link("cite-as"), link("original timegate"), link("memento"), link("timemap")},
	}
	onBody := []string{link("first"), link("last"), link("prev"), link("next")}
	b := delivery.NewBody([]byte("content"))
	b.Links = onBody
	return serving(config(io.Discard), map[string]func() delivery.Response{
		"/page": func() delivery.Response {
			return &delivery.Page{Head: head, Key: address, Make: func(context.Context) (*delivery.Body, error) { return b, nil }}
		},
		"/stream": func() delivery.Response {
			return &delivery.Stream{Head: head, Key: address, Write: func(_ context.Context, begin func([]string) io.Writer) error {
				_, err := begin(onBody).Write(make([]byte, delivery.MaxKeptBody+1))
				return err
			}}
		},
	})
}

// relations returns the relations of the Links of a head, in their order.
func relations(h http.Header) string {
	var list []string
	for _, link := range h.Values("Link") {
		_, rel, _ := strings.Cut(link, `rel="`)
		list = append(list, strings.TrimSuffix(rel, `"`))
	}
	return strings.Join(list, ", ")
}

// The longer the address, the fewer Links; the others stay in their order.
func TestLinksThatDoNotFitAreDropped(t *testing.T) {
	for length, want := range map[int]string{
		10:   "describedby, license, cite-as, original timegate, memento, timemap, first, last, prev, next",
		260:  "describedby, license, cite-as, original timegate, memento, timemap, first, prev, next",
		300:  "describedby, license, cite-as, original timegate, memento, timemap, first, next",
		350:  "describedby, license, cite-as, original timegate, memento, timemap, next",
		470:  "describedby, license, cite-as, original timegate, memento, next",
		650:  "describedby, license, original timegate, memento, next",
		900:  "describedby, license, original timegate, next",
		1500: "describedby, license, next",
		2600: "describedby, license",
		8000: "describedby, license",
	} {
		h := linked("/" + strings.Repeat("a", length-1))
		for _, path := range []string{"/page", "/stream"} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				if got := relations(send(t, h, method, path).Header()); got != want {
					t.Errorf("%d bytes, %s %s: %s\nwant %s", length, method, path, got, want)
				}
			}
		}
	}
}

func TestALinkWithoutAKnownRelationIsDroppedFirst(t *testing.T) {
	long := strings.Repeat("a", 1500)
	h := serving(config(io.Discard), map[string]func() delivery.Response{"/": func() delivery.Response {
		return &delivery.Page{Key: "/", Make: body("content"), Head: delivery.Head{Links: []string{
			"</" + long + `>; rel="other"`, "</" + long + `>; rel="last"`, "</" + long + ">", `</a>; rel="license"`,
		}}}
	}})
	if got := relations(ask(t, h, "/").Header()); got != "last, license" {
		t.Errorf("left are %s", got)
	}
}

// Whatever the address, a head as it goes over the wire fits the buffer of a
// proxy; one in front of the service passes it on.
func TestHeadsFitTheBufferOfAProxy(t *testing.T) {
	const buffer = 4 << 10
	for _, length := range []int{10, 300, 400, 900, 1500, 2600, 8000} {
		t.Run(strconv.Itoa(length), func(t *testing.T) {
			service := httptest.NewServer(linked("/" + strings.Repeat("a", length-1)))
			defer service.Close()
			proxy := httptest.NewServer(&httputil.ReverseProxy{
				Rewrite: func(r *httputil.ProxyRequest) {
					r.Out.URL.Scheme, r.Out.URL.Host = "http", service.Listener.Addr().String()
				},
				Transport: &http.Transport{MaxResponseHeaderBytes: buffer},
			})
			defer proxy.Close()
			for _, path := range []string{"/page", "/stream"} {
				res, err := http.Get(proxy.URL + path)
				if err != nil {
					t.Fatal(err)
				}
				_, err = io.Copy(io.Discard, res.Body)
				res.Body.Close()
				if err != nil || res.StatusCode != http.StatusOK {
					t.Errorf("%s through a proxy: %s, %v", path, res.Status, err)
				}
				if size := headOnTheWire(t, service, path); size > delivery.MaxHead {
					t.Errorf("%s has a head of %d bytes", path, size)
				}
			}
		})
	}
}

// headOnTheWire returns how many bytes the head of a response takes.
func headOnTheWire(t *testing.T, s *httptest.Server, path string) int {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path)
	size := 0
	for lines := bufio.NewReader(conn); ; {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		size += len(line)
		if bytes.Equal(line, []byte("\r\n")) {
			return size
		}
	}
}
