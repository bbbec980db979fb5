package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// stuck is a store that, once it is told to, gives out nothing until the reader
// gives up.
type stuck struct {
	store.Store
	mu   sync.Mutex
	till chan struct{} // nil while it works
}

func (s *stuck) Get(ctx context.Context, name string) ([]byte, error) {
	s.mu.Lock()
	till := s.till
	s.mu.Unlock()
	if till == nil {
		return s.Store.Get(ctx, name)
	}
	select {
	case <-till:
		return s.Store.Get(ctx, name)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Whatever goes through the releases takes turns of its own: however many do,
// and however long that takes, ordinary answers come at once.
func TestOrdinaryResponsesDoNotWaitForHistoryJobs(t *testing.T) {
	folder, err := store.Open("file://"+t.TempDir(), true, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := &stuck{Store: folder}
		tl := newTimelineIn(t, s)
		between := strings.Replace(firstRow, "20979", "20981", 1)
		for _, e := range []edit{{"goals", goalTitle, newTitle}, {"goals", newTitle, goalTitle}, {"observations", firstRow, between}, {"observations", between, secondRow}} {
			tl.publish(release.Correction, "", e)
		}
		cache, err := releasecache.New(t.Context(), tl.repo, tl.now()) // which has read nothing but release 5
		if err != nil {
			t.Fatal(err)
		}
		tl.cache = cache
		tl.Handler = tl.replica()
		for _, number := range []string{"1", "5"} { // on the cache, so that only what lies between is read
			ask(t, tl, "/api/v1/datasets?release="+number)
		}
		tl.Handler = tl.replica()
		s.mu.Lock()
		s.till = make(chan struct{})
		s.mu.Unlock()
		type outcome struct {
			target string
			*httptest.ResponseRecorder
		}
		walks := []string{
			"/api/v1/timemap?url=/api/v1/goals/g-1", "/api/v1/timemap?url=/api/v1/goals/g-2", "/api/v1/diff?from=1&to=5", "/api/v1/diff.csv?from=5&to=1",
			seriesURL + "?include_history=true", "/api/v1/indicators/ind-2/observations.csv?include_history=true", "/api/v1/timemap?url=/api/v1/policies/p-1-1",
		}
		done := make(chan outcome, len(walks))
		begun := time.Now()
		for _, target := range walks {
			go func() { done <- outcome{target, ask(t, tl, target)} }()
		}
		synctest.Wait()
		for _, target := range []string{"/api/v1/goals", "/api/v1/plan", "/api/v1/goals.csv?sort=-id", "/files/022039_digital_goals.csv", "/", "/api/v1/goals?release=1"} {
			if w := ask(t, tl, target); w.Code != http.StatusOK || time.Since(begun) > 0 {
				t.Errorf("%s: %d after %v", target, w.Code, time.Since(begun))
			}
		}
		refused, late := 0, 0
		for range walks {
			o := <-done
			took := time.Since(begun)
			switch {
			case o.Code != http.StatusServiceUnavailable || o.Header().Get("Retry-After") == "":
				t.Errorf("%s: %d %v", o.target, o.Code, o.Header())
			case took == 2*time.Second && strings.Contains(o.Body.String(), "too many requests go through the releases right now"):
				refused++
			case took == 10*time.Second || took == 30*time.Second: // what one reading, or a whole walk, may take
				late++
			default:
				t.Errorf("%s after %v: %s", o.target, took, o.Body)
			}
		}
		if refused != len(walks)-1 || late != 1 {
			t.Errorf("%d refused and %d broken off, want %d and 1", refused, late, len(walks)-1)
		}
		close(s.till) // and everything is as before
		s.mu.Lock()
		s.till = nil
		s.mu.Unlock()
		for _, target := range walks {
			if w := ask(t, tl, target); w.Code != http.StatusOK {
				t.Errorf("%s: %d %s", target, w.Code, w.Body)
			}
		}
	})
}
