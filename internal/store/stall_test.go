package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/store"
)

const (
	stallTimeout = 3 * time.Second        // of slow lines; a busy machine may stall for a second
	step         = 100 * time.Millisecond // of a slow line
)

// slowly passes so many pieces of a size on, one at each step, and the rest.
func slowly(to io.Writer, from io.Reader, pieces int, size int64) {
	tick := time.NewTicker(step)
	defer tick.Stop()
	for range pieces {
		<-tick.C
		_, _ = io.CopyN(to, from, size) // who gives up is seen at the other end
	}
	_, _ = io.Copy(to, from)
}

// A transfer that takes longer than the timeout and makes progress is not ended.
func TestALargeObjectOverASlowLineArrives(t *testing.T) {
	if testing.Short() {
		t.Skip("transfers slowly for seconds")
	}
	const pieces, size = 36, 1 << 20
	data := bytes.Repeat([]byte("0123456789abcdef"), pieces*size/16)
	s := store.WithStallTimeout(between(t, func(http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			switch r.Method {
			case http.MethodHead: // before it is written
				w.WriteHeader(http.StatusNotFound)
				return
			case http.MethodPut:
				slowly(io.Discard, r.Body, pieces, size)
				return
			}
			w.Header().Set("Content-Length", strconv.Itoa(len(data)))
			w.Header().Set("Last-Modified", "Sun, 01 Nov 2026 00:00:00 GMT")
			slowly(w, bytes.NewReader(data), pieces, size)
		}
	}), stallTimeout)
	begun := time.Now()
	create(t, s, "objects/large", string(data))
	written := time.Since(begun)
	want(t, s, "objects/large", data)
	read := time.Since(begun) - written
	t.Logf("written in %s, read in %s, the timeout is %s", written, read, stallTimeout)
	if written < stallTimeout || read < stallTimeout {
		t.Error("too fast to say anything")
	}
}

func TestALineThatDiesHalfwayIsGivenUp(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for three stall timeouts")
	}
	over := make(chan struct{})
	s := between(t, func(http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodGet {
				w.Header().Set("Content-Length", "1000")
				w.Header().Set("Last-Modified", "Sun, 01 Nov 2026 00:00:00 GMT")
				_, _ = w.Write(make([]byte, 500))
				_ = http.NewResponseController(w).Flush()
			}
			select {
			case <-r.Context().Done():
			case <-over:
			}
		}
	})
	defer close(over)
	s = store.WithStallTimeout(s, 5*step)
	_, getting := s.Get(t.Context(), "log/1")
	for operation, err := range map[string]error{"get": getting, "create": s.Create(t.Context(), "log/2", []byte("x")), "delete": s.Delete(t.Context(), "log/1")} {
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", operation, err)
		}
	}
}
