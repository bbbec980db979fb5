package store_test

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/store"
)

// between opens a store on an object store behind a proxy, which answers
// itself or passes requests on.
func between(t *testing.T, proxy func(http.Handler) http.HandlerFunc) store.Store {
	t.Helper()
	behind, err := url.Parse("http://" + fakeServer(t))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(proxy(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(behind)
		r.Out.Host = r.In.Host // it is signed
	}}))
	t.Cleanup(server.Close)
	return open(t, "s3://city/open", store.Options{S3: fakeOptions(server.Listener.Addr().String())})
}

func TestAnObjectStoreThatFailsOnceIsAskedAgain(t *testing.T) {
	for _, test := range []struct {
		name   string
		status int
	}{
		{"internal error", http.StatusInternalServerError},
		{"unavailable", http.StatusServiceUnavailable},
		{"slow down", http.StatusTooManyRequests},
		{"a bad gateway", http.StatusBadGateway},
	} {
		t.Run(test.name, func(t *testing.T) {
			var asked atomic.Int32
			s := between(t, func(next http.Handler) http.HandlerFunc {
				return func(w http.ResponseWriter, r *http.Request) {
					if asked.Add(1)%2 == 1 {
						w.WriteHeader(test.status)
						return
					}
					next.ServeHTTP(w, r)
				}
			})
			create(t, s, "log/1", "first")
			want(t, s, "log/1", []byte("first"))
			want(t, s, "log/2", nil)
			if got, err := s.List(t.Context(), "log/", ""); err != nil || len(got) != 1 {
				t.Errorf("listed %q, %v", got, err)
			}
		})
	}
}

// losing is an object store whose first answer to a write is lost.
func losing() func(http.Handler) http.HandlerFunc {
	var writes atomic.Int32
	return func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut && writes.Add(1) == 1 {
				next.ServeHTTP(httptest.NewRecorder(), r)
				w.WriteHeader(http.StatusInternalServerError)
				return
			}
			next.ServeHTTP(w, r)
		}
	}
}

func TestAWriteWhoseAnswerWasLostIsThere(t *testing.T) {
	s := between(t, losing())
	if err := s.Create(t.Context(), "log/1", []byte("first")); !errors.Is(err, store.ErrExists) {
		t.Errorf("got %v, want ErrExists: the caller compares", err)
	}
	want(t, s, "log/1", []byte("first"))
}

func TestAConflictOfTwoWritersIsResolvedByTryingAgain(t *testing.T) {
	var puts atomic.Int32
	s := between(t, func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut && puts.Add(1) == 1 {
				w.WriteHeader(http.StatusConflict)
				return
			}
			next.ServeHTTP(w, r)
		}
	})
	create(t, s, "log/1", "first")
	want(t, s, "log/1", []byte("first"))
}

func TestAMissingBucketIsNotAMissingObject(t *testing.T) {
	s := open(t, "s3://elsewhere/open", store.Options{S3: fakeOptions(fakeServer(t))})
	_, getting := s.Get(t.Context(), "log/1")
	_, listing := s.List(t.Context(), "", "")
	for operation, err := range map[string]error{
		"create": s.Create(t.Context(), "log/1", []byte("x")), "get": getting, "list": listing, "delete": s.Delete(t.Context(), "log/1"),
	} {
		if err == nil || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrExists) {
			t.Errorf("%s: %v", operation, err)
		}
	}
}

func TestAnAnswerCutShortIsAnError(t *testing.T) {
	s := between(t, func(next http.Handler) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet || !strings.HasSuffix(r.URL.Path, "/log/1") {
				next.ServeHTTP(w, r)
				return
			}
			whole := httptest.NewRecorder()
			next.ServeHTTP(whole, r)
			maps.Copy(w.Header(), whole.Header())
			_, _ = w.Write(whole.Body.Bytes()[:10])
			panic(http.ErrAbortHandler)
		}
	})
	create(t, s, "log/1", strings.Repeat("0123456789", 100))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	if data, err := s.Get(ctx, "log/1"); err == nil || errors.Is(err, store.ErrNotFound) {
		t.Errorf("got %q, %v", data, err)
	}
}

func TestAnObjectStoreThatDoesNotAnswerIsGivenUp(t *testing.T) {
	over := make(chan struct{})
	s := between(t, func(http.Handler) http.HandlerFunc {
		return func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-over:
			}
		}
	})
	defer close(over)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, getting := s.Get(ctx, "log/1")
	_, listing := s.List(ctx, "", "")
	for operation, err := range map[string]error{"get": getting, "list": listing, "create": s.Create(ctx, "log/1", []byte("x"))} {
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: %v", operation, err)
		}
	}
}

func TestPrefixesOfOneBucketAreStoresOfTheirOwn(t *testing.T) {
	options := store.Options{S3: fakeOptions(fakeServer(t))}
	one, other, all := open(t, "s3://city/one/", options), open(t, "s3://city/one-2", options), open(t, "s3://city", options)
	create(t, one, "log/1", "one")
	create(t, other, "log/1", "other")
	want(t, one, "log/1", []byte("one"))
	want(t, all, "one-2/log/1", []byte("other"))
	if got, err := one.List(t.Context(), "", ""); err != nil || len(got) != 1 {
		t.Errorf("listed %q, %v", got, err)
	}
}

// An object store that refuses a name which is taken may do so before it has read
// the object, and close the connection: its answer is lost, and what is stored
// counts.
func TestALargeObjectIsNotSentToANameThatIsTaken(t *testing.T) {
	large := strings.Repeat("a", 1<<20)
	s := between(t, func(next http.Handler) http.HandlerFunc {
		taken := false
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPut && taken {
				panic(http.ErrAbortHandler)
			}
			taken = taken || r.Method == http.MethodPut
			next.ServeHTTP(w, r)
		}
	})
	create(t, s, "objects/1", large)
	if err := s.Create(t.Context(), "objects/1", []byte(large)); !errors.Is(err, store.ErrExists) {
		t.Errorf("created again: %v", err)
	}
	want(t, s, "objects/1", []byte(large))
}
