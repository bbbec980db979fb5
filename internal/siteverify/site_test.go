package siteverify_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/siteverify"
)

const listPath = "/api/v1/releases"

// handler is the service over a store as it is now.
func handler(t *testing.T, h *ledgertest.Goals) http.Handler {
	t.Helper()
	cache, err := releasecache.New(t.Context(), h.Repo, h.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	service, err := api.New(api.Config{BaseURL: "http://opendata.test", Build: "test", Log: slog.New(slog.DiscardHandler), Now: h.Clock.Now, NewID: func() string { return "id" }}, cache)
	if err != nil {
		t.Fatal(err)
	}
	return service
}

func sha256Of(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

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

func examine(t *testing.T, c *ledgertest.Goals, head *ledger.Head) *examined {
	t.Helper()
	x := &examined{t: t, site: &tampered{Handler: handler(t, c)}, head: head}
	server := httptest.NewServer(x.site)
	t.Cleanup(server.Close)
	x.url = server.URL
	return x
}

// verify verifies the site with some answers replaced.
func (x *examined) verify(harm map[string]http.HandlerFunc) (*ledger.Report, error) {
	x.t.Helper()
	x.site.harm.Store(&harm)
	return siteverify.Site(x.t.Context(), x.url, x.head, time.Now(), siteverify.DefaultLimits())
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
	c := ledgertest.LongGoals(t, time.Now())
	heads := c.Heads()
	x := examine(t, c, nil)
	report, err := x.verify(nil)
	if err != nil || len(report.Findings) > 0 || report.Entries != 11 || report.Head != heads[11] {
		t.Fatalf("%+v, %v", report, err)
	}
	// 7 manifests, and the files of 4 releases but for a file that was withdrawn, as in the store
	inStore, err := c.Repo.Verify(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := 7 + 4*4 - 1; report.Objects != want || len(report.Withdrawn) != len(inStore.Withdrawn) || len(report.Withdrawn) != 1 || report.Withdrawn[0].Path != "022039_digital_goals.csv" {
		t.Errorf("%d objects, want %d; withdrawn %v", report.Objects, want, report.Withdrawn)
	}
	for number, head := range heads {
		x.head = &head
		if x.finds(nil) {
			t.Errorf("head %d is not accepted", number)
		}
		x.head = &ledger.Head{Number: number, SHA256: heads[number%11+1].SHA256}
		if !x.finds(nil) {
			t.Errorf("head %d with another sha256 is accepted", number)
		}
	}
	x.head = &ledger.Head{Number: 12, SHA256: heads[11].SHA256}
	report, err = x.verify(nil)
	if err != nil || len(report.Findings) != 1 || report.Findings[0].Name != "/releases/12" || !strings.HasPrefix(report.Findings[0].Problem.En, "the list does not contain --head") {
		t.Errorf("a head beyond the log: %+v, %v", report, err)
	}
}

// A site whose list has pages is verified whole, and one that leaves a page out, or
// gives one twice, is found out.
func TestTheListOfASiteIsReadPageByPage(t *testing.T) {
	c := ledgertest.LongGoals(t, time.Now())
	x := examine(t, c, nil)
	pages := make(map[string]http.HandlerFunc)
	var order []string
	first := string(body(t, x.site, listPath+"?limit=2"))
	for address, text := listPath, first; ; {
		pages[address], order = says(200, "application/json", text), append(order, address)
		var page struct {
			Metadata struct{ ResultSet struct{ Next string } }
		}
		if err := json.Unmarshal([]byte(text), &page); err != nil {
			t.Fatal(err)
		}
		next := page.Metadata.ResultSet.Next
		if next == "" {
			break
		}
		address = listPath + "?cursor=" + next
		text = string(body(t, x.site, address+"&limit=2"))
	}
	if report, err := x.verify(pages); err != nil || len(report.Findings) > 0 || report.Entries != len(c.Heads()) || len(order) < 4 {
		t.Fatalf("%d pages: %+v, %v", len(order), report, err)
	}
	for name, text := range map[string]string{
		"the first page again": first, "a page without entries": `{"results": [], "calendar": []}`, "no list": "{}",
	} {
		for _, address := range order[1:3] {
			harm := maps.Clone(pages)
			harm[address] = says(200, "application/json", text)
			if report, err := x.verify(harm); err == nil && len(report.Findings) == 0 {
				t.Errorf("%s at %s is not found", name, address)
			}
		}
	}
}
