package delivery_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/delivery"
)

// never is answers that are not ready before their time is over.
func never() made {
	return made{
		body: func(ctx context.Context) ([]byte, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		},
		stream: func(ctx context.Context, _ func([]string) io.Writer) error {
			<-ctx.Done()
			return ctx.Err()
		},
	}
}

// unavailable holds a refusal to what it promises.
func unavailable(t *testing.T, w *httptest.ResponseRecorder, ja, en string) {
	t.Helper()
	if w.Code != http.StatusServiceUnavailable || !strings.HasPrefix(w.Body.String(), ja+" / "+en+"\n  (context ") || !strings.Contains(w.Body.String(), ")\n  → ") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if h := w.Header(); h.Get("Retry-After") != "5" || h.Get("Cache-Control") != "no-store" || h.Get("ETag") != "" {
		t.Errorf("%v", h)
	}
}

func TestWhatTakesTooLongIsBrokenOff(t *testing.T) {
	for _, path := range []string{"/body", "/stream", "/held"} {
		t.Run(path, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := handlerOf(never())
				for range 2 { // a failure is not kept
					begin := time.Now()
					unavailable(t, ask(t, h, path), "時間がかかりすぎるため中断しました", "it took too long and was stopped")
					if took := time.Since(begin); took != 10*time.Second {
						t.Errorf("after %v", took)
					}
				}
			})
		})
	}
}

// Once a stream has begun, only its reader can be too slow.
func TestAStreamThatHasBegunIsNotBrokenOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		long := make([]byte, delivery.MaxKeptBody+1)
		h := handlerOf(made{stream: func(ctx context.Context, begin func([]string) io.Writer) error {
			w := begin(nil)
			if _, err := w.Write(long); err != nil {
				return err
			}
			time.Sleep(time.Hour)
			return ctx.Err()
		}})
		if w := ask(t, h, "/stream"); w.Code != http.StatusOK || w.Body.Len() != len(long) {
			t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
		}
	})
}

// More queries than there are permits wait, but not for ever, and permits are
// given back.
func TestOnlySoManyQueriesRunAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		var running, most atomic.Int64
		h := handlerOf(made{body: func(context.Context) ([]byte, error) {
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			<-release
			return []byte("made"), nil
		}})
		permits := 2 * runtime.GOMAXPROCS(0)
		var wg sync.WaitGroup
		for i := range permits {
			wg.Go(func() {
				if w := ask(t, h, "/body?"+strconv.Itoa(i)+"=x"); w.Body.String() != "made" {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			})
		}
		synctest.Wait()
		time.AfterFunc(10*time.Second+1, func() { close(release) })
		begin := time.Now()
		unavailable(t, ask(t, h, "/body?more=x"), "混み合っています", "the service is busy")
		if waited := time.Since(begin); waited != 10*time.Second || most.Load() != int64(permits) {
			t.Errorf("after %v; %d ran at once", waited, most.Load())
		}
		wg.Wait()
		if w := ask(t, h, "/body?later=x"); w.Body.String() != "made" {
			t.Errorf("afterwards: %d %s", w.Code, w.Body)
		}
	})
}

// Heavy answers wait for each other, and ordinary ones for none of them.
func TestOrdinaryAnswersDoNotWaitForHeavyOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, most atomic.Int64
		h := handlerOf(made{body: func(ctx context.Context) ([]byte, error) {
			if ctx.Value(heavyKey{}) == nil {
				return []byte("made"), nil
			}
			most.Store(max(most.Load(), running.Add(1)))
			defer running.Add(-1)
			time.Sleep(time.Second)
			return []byte("made"), nil
		}})
		var wg sync.WaitGroup
		for i := range 64 {
			wg.Go(func() {
				r := httptest.NewRequestWithContext(context.WithValue(t.Context(), heavyKey{}, true), http.MethodGet, "/heavy?"+strconv.Itoa(i)+"=x", http.NoBody)
				h.ServeHTTP(httptest.NewRecorder(), r)
			})
		}
		synctest.Wait()
		begin := time.Now()
		if w := ask(t, h, "/body"); w.Body.String() != "made" || time.Since(begin) != 0 {
			t.Errorf("%d after %v: %s", w.Code, time.Since(begin), w.Body)
		}
		wg.Wait()
		if want := int64(max(1, runtime.GOMAXPROCS(0)-1)); most.Load() != want {
			t.Errorf("%d heavy answers were made at once, want %d", most.Load(), want)
		}
	})
}

type heavyKey struct{}

// A stream computes with a permit, also when it has begun, and has none while its
// reader takes his time.
func TestStreamsComputeWithPermits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var running, most atomic.Int64
		h := handlerOf(made{stream: func(_ context.Context, begin func([]string) io.Writer) error {
			w := begin(nil)
			for range 5 {
				most.Store(max(most.Load(), running.Add(1)))
				time.Sleep(100 * time.Millisecond)
				running.Add(-1)
				if _, err := w.Write(make([]byte, delivery.MaxKeptBody)); err != nil {
					return err
				}
			}
			return nil
		}})
		var wg sync.WaitGroup
		for i := range 4 * runtime.GOMAXPROCS(0) {
			wg.Go(func() { // a stream is found to be long with its first permit, and made with the next ones
				if w := ask(t, h, "/stream?"+strconv.Itoa(i)+"=x"); w.Code != http.StatusOK || w.Body.Len() != 5*delivery.MaxKeptBody {
					t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
				}
			})
		}
		wg.Wait()
		if permits := int64(2 * runtime.GOMAXPROCS(0)); most.Load() != permits {
			t.Errorf("%d computed at once, want %d", most.Load(), permits)
		}
	})
}

// Who has all of a stream is not kept waiting for its end, however busy the
// service is.
func TestTheEndOfAStreamDoesNotWaitForAPermit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		busy, begun, on := make(chan struct{}), make(chan struct{}, 2), make(chan struct{}, 2)
		h := handlerOf(made{
			body: func(context.Context) ([]byte, error) { <-busy; return []byte("made"), nil },
			stream: func(_ context.Context, begin func([]string) io.Writer) error {
				w := begin(nil)
				begun <- struct{}{}
				<-on
				_, err := w.Write(make([]byte, delivery.MaxKeptBody+1))
				return err
			},
		})
		on <- struct{}{}
		on <- struct{}{}
		ask(t, h, "/stream") // finds that it is long
		permits := 2 * runtime.GOMAXPROCS(0)
		var wg sync.WaitGroup
		occupy := func(n int) {
			for i := range n {
				wg.Go(func() { ask(t, h, "/body?"+strconv.Itoa(n)+"="+strconv.Itoa(i)) })
			}
			synctest.Wait()
		}
		<-begun
		<-begun
		occupy(permits - 1)
		begin := time.Now()
		wg.Go(func() {
			if w := ask(t, h, "/stream"); w.Code != http.StatusOK || time.Since(begin) > time.Second {
				t.Errorf("%d after %v", w.Code, time.Since(begin))
			}
		})
		<-begun
		occupy(permits) // they take what the stream gives away
		on <- struct{}{}
		time.Sleep(2 * time.Second)
		close(busy)
		wg.Wait()
	})
}

// A burst of one request makes the answer once, also if the first who asked
// goes away.
func TestABurstIsAnsweredOnce(t *testing.T) {
	for name, leaves := range map[string]bool{"everybody waits": false, "the first goes away": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var runs atomic.Int64
				h := handlerOf(made{body: func(ctx context.Context) ([]byte, error) {
					runs.Add(1)
					select {
					case <-time.After(5 * time.Second):
						return []byte("made"), nil
					case <-ctx.Done():
						return nil, ctx.Err()
					}
				}})
				first, leave := context.WithCancel(t.Context())
				defer leave()
				var wg sync.WaitGroup
				wg.Go(func() {
					h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(first, http.MethodGet, "/body", http.NoBody))
				})
				synctest.Wait()
				for range 200 {
					wg.Go(func() {
						if w := ask(t, h, "/body"); w.Code != http.StatusOK || w.Body.String() != "made" {
							t.Errorf("%d %s", w.Code, w.Body)
						}
					})
				}
				synctest.Wait()
				if leaves {
					leave()
				}
				wg.Wait()
				if runs.Load() != 1 {
					t.Errorf("made %d times", runs.Load())
				}
			})
		})
	}
}
