package delivery_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fixture/pipes"
)

// Who stops reading is dropped, and gives the place back; meanwhile others are
// answered.
func TestWhoStopsReadingIsDropped(t *testing.T) {
	for path, places := range map[string]int{"/stream": delivery.MaxStreams, "/held": heldStreams, "/light": delivery.MaxStreams} {
		t.Run(path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := handlerOf(endless())
				pipes.Serve(t, h, func(p *pipes.Listener) {
					for range places {
						w := p.Get(t, path)
						defer w.Body.Close()
						if w.StatusCode != http.StatusOK {
							t.Fatal(w.StatusCode)
						}
					}
					other := p.Get(t, "/body")
					defer other.Body.Close()
					if text, err := io.ReadAll(other.Body); string(text) != "other" || err != nil {
						t.Errorf("another request gets %q, %v", text, err)
					}
					begin := time.Now()
					w := p.Get(t, path) // waits for a place in vain
					defer w.Body.Close()
					if waited := time.Since(begin); w.StatusCode != http.StatusServiceUnavailable || waited != 10*time.Second || w.Header.Get("Retry-After") != "5" {
						t.Errorf("with all places taken: %d after %v, %v", w.StatusCode, waited, w.Header)
					}
					time.Sleep(21 * time.Second) // 31 since the others stopped
					synctest.Wait()
					later := p.Get(t, path)
					defer later.Body.Close()
					if later.StatusCode != http.StatusOK {
						t.Errorf("after they were dropped: %d", later.StatusCode)
					}
				})
			})
		})
	}
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
		ended, whole := make(chan error, 2), endless()
		h := handlerOf(made{stream: func(ctx context.Context, begin func([]string) io.Writer) error {
			err := whole.stream(ctx, begin)
			ended <- err
			return err
		}})
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

// Who is not admitted for want of memory takes no place of others.
func TestStreamsThatAreRefusedGiveTheirPlaceBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := handlerOf(endless())
		pipes.Serve(t, h, func(p *pipes.Listener) {
			for range heldStreams {
				w := p.Get(t, "/held")
				defer w.Body.Close()
			}
			var wg sync.WaitGroup
			for range delivery.MaxStreams - heldStreams {
				wg.Go(func() { // waits for memory in vain
					w := p.Get(t, "/held")
					defer w.Body.Close()
					if w.StatusCode != http.StatusServiceUnavailable {
						t.Errorf("%d", w.StatusCode)
					}
				})
			}
			wg.Wait()
			begin := time.Now()
			w := p.Get(t, "/stream")
			defer w.Body.Close()
			if w.StatusCode != http.StatusOK || time.Since(begin) > time.Second {
				t.Errorf("%d after %v", w.StatusCode, time.Since(begin))
			}
		})
	})
}
