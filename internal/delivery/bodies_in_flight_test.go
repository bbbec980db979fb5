package delivery_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/delivery"
	"hachinohe.example/opendata/internal/fixture/pipes"
)

// files serves /any address as a file with bytes of its own.
func files(size int) http.Handler {
	data := make([]byte, size)
	d := delivery.New(config(io.Discard))
	return d.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		d.Respond(w, r, &delivery.Page{
			Head: delivery.Head{ContentType: "text/csv", Filename: "x.csv", Origin: delivery.Origin{Identity: identity}, State: identity},
			Key:  r.URL.String(),
			Make: func(context.Context) (*delivery.Body, error) { return delivery.NewBody(data), nil },
		})
	}))
}

// prepare asks as often as it takes until a response is prepared.
func prepare(t *testing.T, h http.Handler, target string, headers ...string) {
	t.Helper()
	for range 2 {
		ask(t, h, target, headers...)
	}
}

// Readers who stall hold so many bytes and no more, whether they asked for all of
// a file or for a part of it, and not for long when others want it.
func TestReadersOfBodiesAreRefusedBeyondWhatIsHeldForThem(t *testing.T) {
	for name, headers := range map[string][]string{"whole": nil, "in part": {"Range: bytes=0-"}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pipes.Serve(t, files(delivery.MaxKeptBody), func(p *pipes.Listener) {
					held := 0
					for ; held < 100; held++ {
						w := p.Get(t, fmt.Sprint("/", held), headers...)
						defer w.Body.Close()
						if w.StatusCode >= http.StatusBadRequest {
							break
						}
					}
					if held != 24 {
						t.Errorf("%d bodies of 4 MiB are held at once, want 24", held)
					}
					time.Sleep(delivery.MaxLag)
					synctest.Wait()
					later := p.Get(t, "/later", headers...)
					defer later.Body.Close()
					if later.StatusCode >= http.StatusBadRequest {
						t.Errorf("when the others have fallen behind: %d", later.StatusCode)
					}
				})
			})
		})
	}
}

// What was prepared is counted like what is made now.
func TestReadersOfPreparedBodiesAreCounted(t *testing.T) {
	h := files(delivery.MaxKeptBody / 2)
	prepare(t, h, "/prepared")
	synctest.Test(t, func(t *testing.T) {
		pipes.Serve(t, h, func(p *pipes.Listener) {
			get := func(path string, headers ...string) int {
				w := p.Get(t, path, headers...)
				t.Cleanup(func() { w.Body.Close() })
				return w.StatusCode
			}
			if status := get("/prepared"); status != http.StatusOK {
				t.Error(status)
			}
			for i := range 47 {
				if status := get(fmt.Sprint("/", i), "Range: bytes=0-"); status != http.StatusPartialContent {
					t.Errorf("body %d of 2 MiB: %d", i, status)
				}
			}
			if status := get("/other", "Range: bytes=0-"); status != http.StatusServiceUnavailable {
				t.Errorf("48 bodies of 2 MiB are held, and another one is sent: %d", status)
			}
		})
	})
}

// Where no more bodies can be held, one that was prepared is refused, too.
func TestAPreparedBodyIsRefusedLikeOthers(t *testing.T) {
	h := files(delivery.MaxKeptBody / 2)
	prepare(t, h, "/prepared")
	synctest.Test(t, func(t *testing.T) {
		pipes.Serve(t, h, func(p *pipes.Listener) {
			for i := range 48 {
				w := p.Get(t, fmt.Sprint("/", i), "Range: bytes=0-")
				defer w.Body.Close()
			}
			w := p.Get(t, "/prepared")
			defer w.Body.Close()
			if w.StatusCode != http.StatusServiceUnavailable {
				t.Errorf("48 bodies of 2 MiB are held, and a prepared one is sent: %d", w.StatusCode)
			}
		})
	})
}

func TestALongBodyIsNotCutIntoParts(t *testing.T) {
	h := files(delivery.MaxKeptBody + 1)
	w := ask(t, h, "/x", "Range", "bytes=0-9")
	if w.Code != http.StatusOK || w.Body.Len() != delivery.MaxKeptBody+1 || w.Header().Get("Accept-Ranges") != "none" {
		t.Errorf("%d, %d bytes, %v", w.Code, w.Body.Len(), w.Header())
	}
}
