package ledger_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/fixture/bucket"
	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/store"
)

// forbidding is an object store that refuses some requests.
type forbidding struct{ refused atomic.Pointer[string] } // method and part of the path

// refuse makes it refuse what has a method and contains a path; the empty text
// allows everything.
func (f *forbidding) refuse(what string) { f.refused.Store(&what) }

func (f *forbidding) open(t *testing.T) store.Store {
	t.Helper()
	f.refuse("")
	whole := bucket.New("city")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if method, path, _ := strings.Cut(*f.refused.Load(), " "); method == r.Method && strings.Contains(r.URL.String(), path) {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		whole.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return ledgertest.Open(t, "s3://city/open", store.S3Options{Endpoint: server.Listener.Addr().String(), Region: "us-east-1", AccessKey: "key", SecretKey: "secret", Plain: true})
}

func TestEveryFailureOfAStoreReachesPeopleInBothLanguagesWithAFix(t *testing.T) {
	const pending, past = 3, 1
	publish := func(l *ledgertest.Lab) error {
		_, err := l.Try(ledger.Proposal{Sources: ledgertest.Version(l.T, 9), Reason: release.Correction, Effective: l.Clock.Now().Add(2 * time.Hour)})
		return err
	}
	cancel := func(l *ledgertest.Lab) error {
		_, err := l.Repo.Cancel(context.Background(), pending, "", l.Clock.Now)
		return err
	}
	withdraw := func(l *ledgertest.Lab) error {
		_, err := l.Repo.Withdraw(context.Background(), past, "022039_trees.csv", "law", l.Clock.Now())
		return err
	}
	for _, test := range []struct {
		name    string
		refused string
		do      func(*ledgertest.Lab) error
		says    string
	}{
		{"publishing, the log cannot be listed", "GET prefix=open%2Flog", publish, "cannot list log/"},
		{"publishing, the log cannot be read", "GET /log/0", publish, "cannot read log/00000001.json"},
		{"publishing, the newest release cannot be read", "GET /objects/", publish, "cannot read the manifest of log/00000001.json"},
		{"publishing, files cannot be stored", "PUT /objects/", publish, "nothing was published"},
		{"publishing, the entry cannot be written", "PUT /log/", publish, "nothing was published"},
		{"publishing, withdrawals cannot be listed", "GET prefix=open%2Fwithdrawn", publish, "cannot list withdrawn/"},
		{"cancelling, the manifest cannot be stored", "PUT /objects/", cancel, "nothing was cancelled"},
		{"cancelling, the entry cannot be written", "PUT /log/", cancel, "nothing was cancelled"},
		{"withdrawing, it cannot be recorded", "PUT /withdrawn/", withdraw, "nothing was removed"},
		{"withdrawing, bytes cannot be removed", "DELETE /objects/", withdraw, "are not removed yet"},
		{"verifying, the store cannot be listed", "GET list-type", func(l *ledgertest.Lab) error {
			_, err := l.Repo.Verify(context.Background(), nil)
			return err
		}, "cannot list"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := &forbidding{}
			l := ledgertest.New(t, f.open(t))
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
			l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
			l.PublishPending(pending, time.Hour)
			f.refuse(test.refused)
			spoken(t, test.do(l), test.says)
		})
	}
}

// spoken checks that an error tells people in either language what is wrong and
// what to do.
func spoken(t *testing.T, err error, says string) {
	t.Helper()
	e, ok := err.(*fault.Error) //nolint:errorlint // nothing may be wrapped around it
	if !ok {
		t.Fatalf("it is told raw: %v", err)
	}
	ja, en := e.In(lang.Japanese), e.In(lang.English)
	if e.Message.Ja == "" || !strings.Contains(ja, "\n  → ") || !strings.Contains(en, "\n  → ") || !strings.Contains(en, says) {
		t.Errorf("want %q and a fix, got\n%s\n%s", says, ja, en)
	}
	if first, _, _ := strings.Cut(ja, "\n"); first == e.Message.En {
		t.Errorf("the Japanese is English: %s", first)
	}
	if strings.ContainsFunc(en, func(r rune) bool { return r >= 0x3000 }) {
		t.Errorf("the English has Japanese in it: %s", en)
	}
}

func TestCancellingIsNotToldAsPublishing(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	l.PublishPending(2, time.Minute)
	slow := ledger.NewRepository(passing{l.Store, l.Clock, "objects/", time.Minute})
	_, err := slow.Cancel(t.Context(), 2, "", l.Clock.Now)
	spoken(t, err, "nothing was cancelled")
	if strings.Contains(err.Error(), "何も公表していません") || strings.Contains(err.Error(), "--effective") {
		t.Errorf("got %v", err)
	}
}

// passing is a store for which time passes whenever something with a prefix is
// written or listed.
type passing struct {
	store.Store
	clock  *ledgertest.Clock
	prefix string
	takes  time.Duration
}

func (p passing) Create(ctx context.Context, name string, data []byte) error {
	if strings.HasPrefix(name, p.prefix) {
		p.clock.Pass(p.takes)
	}
	return p.Store.Create(ctx, name, data)
}

func (p passing) List(ctx context.Context, prefix, after string) ([]string, error) {
	if prefix == p.prefix {
		p.clock.Pass(p.takes)
	}
	return p.Store.List(ctx, prefix, after)
}

// What a store needs before the entry may take any time: the time of a release is
// taken after it.
func TestTheTimeOfAReleaseIsTakenAfterTheChecks(t *testing.T) {
	l := ledgertest.New(t, ledgertest.NewMemory())
	d, err := l.Repo.Prepare(t.Context(), ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial}, l.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	begun := l.Clock.Now()
	slow := passing{l.Store, l.Clock, "withdrawn/", time.Hour} // it is listed before and after the files are stored, and at the end
	rel, err := ledger.NewRepository(slow).Publish(t.Context(), d, l.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	if took := rel.Issued.Sub(begun); took != 2*time.Hour {
		t.Errorf("issued %s after it began", took)
	}
}

func TestNamesThatCannotBeEntriesAreIgnoredAndNamed(t *testing.T) {
	foreign := []string{"log/.DS_Store", "log/.nfs000000000001", "log/00000001.json.bak", "log/00000000.json", "log/backup/00000002.json", "log/1.json", "log/zzz"}
	m := ledgertest.NewMemory()
	l := ledgertest.New(t, m)
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	before := l.History()
	for _, name := range foreign {
		m.Data[name] = []byte("foreign")
	}
	l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction})
	for _, older := range []*ledger.History{ledger.Empty(), before} {
		if h, err := l.Repo.Extend(t.Context(), older); err != nil || h.Len() != 2 {
			t.Errorf("from entry %d: %v", older.Len(), err)
		}
	}
	named := make(map[string]bool)
	for _, f := range l.Verify(nil).Findings {
		named[f.Name] = strings.Contains(f.Problem.En, "not an entry of the log")
	}
	for _, name := range foreign {
		if !named[name] {
			t.Errorf("%s is not named by verify", name)
		}
	}
	if len(named) != len(foreign) {
		t.Errorf("verify finds %v", named)
	}
}

func TestALogThatLostItsEndIsNotTheOneThatWasRead(t *testing.T) {
	m := ledgertest.NewMemory()
	l := ledgertest.New(t, m)
	for number := 1; number <= 3; number++ {
		l.Publish(ledger.Proposal{Sources: ledgertest.Version(t, number), Reason: ledgertest.ReasonOf(number)})
	}
	h := l.History()
	for _, name := range []string{"log/00000003.json", "log/00000002.json"} {
		delete(m.Data, name)
		_, err := l.Repo.Extend(t.Context(), h)
		if !errors.Is(err, ledger.ErrShortened) {
			t.Errorf("without %s: %v", name, err)
		}
		spoken(t, err, "entry 3 is missing")
	}
}
