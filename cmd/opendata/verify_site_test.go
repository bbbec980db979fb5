package main_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	main "hachinohe.example/opendata/cmd/opendata"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
)

const listPath = "/api/v1/releases"

// tampered is a site that answers some addresses otherwise.
type tampered struct {
	http.Handler
	harm atomic.Pointer[map[string]http.HandlerFunc]
}

func (s *tampered) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if harm := s.harm.Load(); harm != nil && (*harm)[r.URL.RequestURI()] != nil {
		(*harm)[r.URL.RequestURI()](w, r)
		return
	}
	s.Handler.ServeHTTP(w, r)
}

// says answers with a text.
func says(status int, media, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", media)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// body is what a handler answers to a good request.
func body(t *testing.T, h http.Handler, path string) []byte {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// examined is a site under verification.
type examined struct {
	t    *testing.T
	site *tampered
	url  string
	head *ledger.Head
}

func examine(t *testing.T, c *chain, head *ledger.Head) *examined {
	t.Helper()
	x := &examined{t: t, site: &tampered{Handler: c.site()}, head: head}
	server := httptest.NewServer(x.site)
	t.Cleanup(server.Close)
	x.url = server.URL
	return x
}

// verify verifies the site with some answers replaced.
func (x *examined) verify(harm map[string]http.HandlerFunc) (*ledger.Report, error) {
	x.t.Helper()
	x.site.harm.Store(&harm)
	return main.VerifySite(x.t.Context(), x.url, x.head, time.Now(), main.UsualSiteLimits())
}

// finds reports whether verification finds anything in a site that answers
// like this.
func (x *examined) finds(harm map[string]http.HandlerFunc) bool {
	x.t.Helper()
	report, err := x.verify(harm)
	if err != nil {
		x.t.Fatal(err)
	}
	return len(report.Findings) > 0
}

func TestTheWholeChainOfASiteIsProven(t *testing.T) {
	t.Parallel()
	c := longChain(t)
	heads := c.heads()
	x := examine(t, c, nil)
	report, err := x.verify(nil)
	if err != nil || len(report.Findings) > 0 || report.Entries != 11 || report.Head != heads[11] {
		t.Fatalf("%+v, %v", report, err)
	}
	// 7 manifests, and the files of 4 releases but for a file that was withdrawn, as in the store
	inStore, err := c.repo.Verify(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := 7 + 4*4 - 1; report.Objects != want || len(report.Withdrawn) != len(inStore.Withdrawn) || len(report.Withdrawn) != 1 || report.Withdrawn[0].Path != "022039_digital_goals.csv" {
		t.Errorf("%d objects, want %d; withdrawn %v", report.Objects, want, report.Withdrawn)
	}
	for number, head := range heads {
		if got := run(t, "verify", x.url, "--head", fmt.Sprintf("%d:%s", number, head.SHA256)); got.exit != 0 || !strings.Contains(got.stdout, "everything is as it was published") {
			t.Errorf("head %d: %+v", number, got)
		}
		x.head = &ledger.Head{Number: number, SHA256: heads[number%11+1].SHA256}
		if !x.finds(nil) {
			t.Errorf("head %d with another sha256 is accepted", number)
		}
	}
	if got := run(t, "verify", x.url, "--head", "12:"+heads[11].SHA256); got.exit != 3 || !strings.Contains(got.stdout, "✗ /releases/12: --head の公表が一覧にありません") {
		t.Errorf("a head beyond it: %+v", got)
	}
}

func TestTheHeadThatCancelPrintsHoldsForTheRunningSite(t *testing.T) {
	t.Parallel()
	c := newChain(t)
	c.publish(release.Initial, "a", time.Time{})
	later, _ := in(t, time.Hour)
	publish(t, c.address, "embedded", "correction", "--effective", later)
	head := unquoted(t, run(t, "cancel", "2", "--store", c.address, "--note", "集計の遅れ", "--json").stdout, "head")
	s := serve(t, "--store", c.address)
	if got := run(t, "verify", "http://"+s.addr, "--head", head); got.exit != 0 || !strings.Contains(got.stdout, "log entries 3,") {
		t.Errorf("head %s: %+v", head, got)
	}
	if list := s.get(t, listPath); jsonAt([]byte(list), "calendar.0.note") != `"集計の遅れ"` {
		t.Errorf("the note is not public: %s", list)
	}
}
