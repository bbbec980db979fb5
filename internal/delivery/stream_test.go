package delivery_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/delivery"
)

// HEAD, conditions and GET make a stream once, and who has its tag makes nothing.
func TestAStreamIsMadeOnce(t *testing.T) {
	runs := 0
	rows := made{stream: func(_ context.Context, begin func([]string) io.Writer) error {
		runs++
		_, err := begin(nil).Write([]byte("a,b\r\n"))
		return err
	}}
	h := handlerOf(rows)
	head := send(t, h, http.MethodHead, "/stream")
	tag := head.Header().Get("ETag")
	other := ask(t, h, "/stream", "If-Match", `"other"`)
	whole := ask(t, h, "/stream")
	if head.Code != http.StatusOK || head.Header().Get("Content-Length") != "5" || other.Code != http.StatusPreconditionFailed || whole.Body.String() != "a,b\r\n" || runs != 1 {
		t.Errorf("%d %v, %d, %d %q; made %d times", head.Code, head.Header(), other.Code, whole.Code, whole.Body, runs)
	}
	runs = 0
	if w := ask(t, handlerOf(rows), "/stream", "If-None-Match", tag); tag == "" || w.Code != http.StatusNotModified || runs != 0 {
		t.Errorf("tag %s: %d, made %d times", tag, w.Code, runs)
	}
}

var errStream = errors.New("the rows are gone")

func failing(after int) made {
	return made{stream: func(_ context.Context, begin func([]string) io.Writer) error {
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
	w := ask(t, handlerOf(failing(0)), "/stream")
	if h := w.Header(); w.Code != http.StatusInternalServerError || w.Body.String() != errStream.Error() || h.Get("ETag") != "" || h.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %v %s", w.Code, h, w.Body)
	}
}

func TestALongStreamThatFailsBeforeItBeginsIsAProblem(t *testing.T) {
	whole, runs := failing(delivery.MaxKeptBody+1), 0
	h := handlerOf(made{stream: func(ctx context.Context, begin func([]string) io.Writer) error {
		if runs++; runs > 1 {
			return errStream
		}
		return whole.stream(ctx, begin)
	}})
	if w := ask(t, h, "/stream"); w.Code != http.StatusInternalServerError || runs != 2 || w.Header().Get("Content-Type") != problemType {
		t.Errorf("%d %v after %d runs", w.Code, w.Header(), runs)
	}
}

func TestAStreamThatFailsHalfwayDoesNotEnd(t *testing.T) {
	server := httptest.NewUnstartedServer(handlerOf(failing(delivery.MaxKeptBody + 1)))
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

func TestALongBodyIsSentInChunks(t *testing.T) {
	long := []byte(strings.Repeat("0123456789abcdef", delivery.MaxKeptBody/16+1))
	h := handlerOf(made{body: func(context.Context) ([]byte, error) { return long, nil }})
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

// What is compressed already goes out in no other coding.
func TestCompressedStreamsAreSentAsTheyAre(t *testing.T) {
	d := delivery.New(config(io.Discard))
	text := strings.Repeat("x", 4<<10)
	for compressed, want := range map[bool]string{false: "gzip", true: ""} {
		h := d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			d.Respond(w, r, &delivery.Stream{
				Head: delivery.Head{ContentType: "text/csv"}, Key: strconv.FormatBool(compressed), Compressed: compressed,
				Write: func(_ context.Context, begin func([]string) io.Writer) error {
					_, err := io.WriteString(begin(nil), text)
					return err
				},
			})
		}))
		w := ask(t, h, "/stream", "Accept-Encoding", "gzip")
		if got := w.Header().Get("Content-Encoding"); w.Code != http.StatusOK || got != want || compressed && w.Body.String() != text {
			t.Errorf("compressed %t: %d in %q", compressed, w.Code, got)
		}
	}
}
