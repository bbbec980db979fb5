package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fixture/pipes"
)

// However many stop reading one address, the readers of others are answered at
// once, and those of the same one when the first has fallen behind.
func TestWhoStopsReadingKeepsNothingFromOthers(t *testing.T) {
	for path, places := range map[string]int{"/stream": delivery.MaxStreams, "/held": heldStreams} {
		t.Run(path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pipes.Serve(t, handlerOf(endless()), func(p *pipes.Listener) {
					get := func(path string) (status int, took time.Duration) {
						begin := time.Now()
						w := p.Get(t, path)
						t.Cleanup(func() { _ = w.Body.Close() })
						return w.StatusCode, time.Since(begin)
					}
					for range places * 3 / 4 {
						if status, took := get(path); status != http.StatusOK || took != 0 {
							t.Fatal(status, took)
						}
					}
					for _, other := range []string{"/body", path + "/other"} {
						if status, took := get(other); status != http.StatusOK || took != 0 {
							t.Errorf("%s: %d after %v", other, status, took)
						}
					}
					if status, took := get(path); status != http.StatusOK || took > delivery.MaxLag+time.Second {
						t.Errorf("%s: %d after %v", path, status, took)
					}
				})
			})
		})
	}
}

// Who stops reading is dropped after a while, whether or not anybody waits.
func TestWhoStopsReadingIsDropped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, ended := watched()
		pipes.Serve(t, h, func(p *pipes.Listener) {
			w := p.Get(t, "/stream")
			defer w.Body.Close()
			if err := <-ended; err == nil {
				t.Error("it is not found to be long")
			}
			begin := time.Now()
			if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(begin) > 31*time.Second {
				t.Errorf("%v after %v", err, time.Since(begin))
			}
		})
	})
}

// With every place held by who keeps up, others wait for one, but not for ever.
func TestWhoFindsNoPlaceIsToldToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pipes.Serve(t, handlerOf(endless()), func(p *pipes.Listener) {
			stop, steady := make(chan struct{}), sync.WaitGroup{}
			for n := range heldStreams {
				w := p.Get(t, fmt.Sprint("/held/", n))
				steady.Go(func() {
					defer w.Body.Close()
					for {
						select {
						case <-stop:
							return
						case <-time.After(time.Second):
						}
						if _, err := io.CopyN(io.Discard, w.Body, 2*delivery.MinRate); err != nil {
							t.Error("who keeps up is cut off:", err)
							return
						}
					}
				})
			}
			defer steady.Wait()
			defer close(stop)
			begin := time.Now()
			w := p.Get(t, "/held/more")
			defer w.Body.Close()
			if took := time.Since(begin); w.StatusCode != http.StatusServiceUnavailable || took != 10*time.Second || w.Header.Get("Retry-After") != "5" {
				t.Errorf("%d after %v, %v", w.StatusCode, took, w.Header)
			}
		})
	})
}

// watched serves an endless stream, and says how each making of it ended.
func watched() (http.Handler, <-chan error) {
	ended, whole := make(chan error, 2), endless()
	return handlerOf(made{stream: func(ctx context.Context, begin func([]string) io.Writer) error {
		err := whole.stream(ctx, begin)
		ended <- err
		return err
	}}), ended
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
		h, ended := watched()
		pipes.Serve(t, h, func(p *pipes.Listener) {
			w := p.Get(t, "/stream")
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
