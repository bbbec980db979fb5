// Package ledgertest is what tests of releases need: stores of every kind, a clock
// that is set by hand, small datasets, and a repository with all of these. Only
// tests import it.
package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/store"
)

// Everywhere runs a test on a repository in a folder, on gofakes3, and on the
// real object store that the environment names, if any.
func Everywhere(t *testing.T, test func(*testing.T, store.Store)) {
	t.Helper()
	t.Run("a folder", func(t *testing.T) { test(t, Folder(t)) })
	t.Run("gofakes3", func(t *testing.T) { test(t, Fake(t)) })
	t.Run("a real object store", func(t *testing.T) {
		endpoint := os.Getenv("OPENDATA_TEST_S3_ENDPOINT")
		if endpoint == "" {
			t.Skip("OPENDATA_TEST_S3_ENDPOINT is not set: no real object store is tested here; .ci/conformance does it")
		}
		prefix := fmt.Sprintf("release-%d-%s", os.Getpid(), strings.ToLower(strings.NewReplacer("/", "-", "#", "-").Replace(t.Name())))
		s := Open(t, "s3://"+os.Getenv("OPENDATA_TEST_S3_BUCKET")+"/"+prefix, store.S3Options{
			Endpoint: endpoint, Region: "us-east-1", Plain: true,
			AccessKey: os.Getenv("OPENDATA_TEST_S3_ACCESS_KEY"), SecretKey: os.Getenv("OPENDATA_TEST_S3_SECRET_KEY"),
		})
		t.Cleanup(func() { empty(t, s) })
		test(t, s)
	})
}

// Open opens a store.
func Open(tb testing.TB, address string, options store.S3Options) store.Store {
	tb.Helper()
	s, err := store.Open(address, true, store.Options{S3: options})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func Folder(tb testing.TB) store.Store {
	tb.Helper()
	return Open(tb, "file://"+tb.TempDir(), store.S3Options{})
}

func Fake(t *testing.T) store.Store {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("city"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return Open(t, "s3://city/open", store.S3Options{Endpoint: server.Listener.Addr().String(), Region: "us-east-1", AccessKey: "key", SecretKey: "secret", Plain: true})
}

func empty(t *testing.T, s store.Store) {
	t.Helper()
	for name := range Contents(t, s) {
		if err := s.Delete(context.Background(), name); err != nil {
			t.Error(err)
		}
	}
}

// Contents is everything in a store.
func Contents(tb testing.TB, s store.Store) map[string][]byte {
	tb.Helper()
	names, err := s.List(context.Background(), "", "")
	if err != nil {
		tb.Fatal(err)
	}
	all := make(map[string][]byte)
	for _, name := range names {
		if all[name], err = s.Get(context.Background(), name); err != nil {
			tb.Fatal(err)
		}
	}
	return all
}

// Memory is a store in memory, for tests that make thousands of them. It keeps
// the promises of store.Store that the suite of that package tests.
type Memory struct {
	mu   sync.Mutex
	Data map[string][]byte
}

func NewMemory() *Memory { return &Memory{Data: make(map[string][]byte)} }

func (m *Memory) Create(ctx context.Context, name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.Data[name]; ok {
		return store.ErrExists
	}
	m.Data[name] = slices.Clone(data)
	return ctx.Err()
}

func (m *Memory) Get(ctx context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.Data[name]
	if !ok {
		return nil, store.ErrNotFound
	}
	return slices.Clone(data), ctx.Err()
}

func (m *Memory) List(ctx context.Context, prefix, after string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for name := range m.Data {
		if strings.HasPrefix(name, prefix) && name > after {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, ctx.Err()
}

func (m *Memory) Delete(ctx context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.Data, name)
	return ctx.Err()
}

// Clock is a clock that a test sets.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

func NewClock() *Clock {
	return &Clock{at: time.Date(2026, 12, 1, 9, 0, 0, 0, release.Japan())}
}

func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *Clock) Pass(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	return c.at
}

const TreesSchema = `{
  "title": "街路樹",
  "fields": [
    {"name": "id", "title": "番号"},
    {"name": "height", "title": "樹高", "type": "number", "unit": "m"},
    {"name": "kind", "title": "樹種"}
  ],
  "primaryKey": "id"
}`

// Trees is a small dataset of the city's own, and nothing beside it.
func Trees(tb testing.TB, csv string) []dataset.Source {
	tb.Helper()
	return []dataset.Source{checked(tb, fstest.MapFS{"trees.csv": {Data: []byte(csv)}, "trees.schema.json": {Data: []byte(TreesSchema)}}, "trees")}
}

// checked reads the embedded sources with others laid over them and returns one.
func checked(tb testing.TB, own fstest.MapFS, id string) dataset.Source {
	tb.Helper()
	all := City(tb, own)
	return all[slices.IndexFunc(all, func(s dataset.Source) bool { return s.Dataset.ID == id })]
}

// City is the embedded sources with others laid over them.
func City(tb testing.TB, own fstest.MapFS) []dataset.Source {
	tb.Helper()
	sources, err := source.Read(dataset.Embedded(), own)
	if err != nil {
		tb.Fatal(err)
	}
	return sources
}

// EmbeddedRelease is the release that is built into the program.
func EmbeddedRelease(tb testing.TB) *release.Release {
	tb.Helper()
	r, err := release.Build(release.Embedded(), City(tb, nil))
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// Version is the nth state of the trees.
func Version(tb testing.TB, n int) []dataset.Source {
	tb.Helper()
	return Trees(tb, fmt.Sprintf("id,height,kind\nt-1,%d.5,松\nt-2,3.0,桜\n", n))
}

// Lab is a repository with a clock.
type Lab struct {
	T     testing.TB
	Store store.Store
	Repo  *ledger.Repository
	Clock *Clock
}

func New(tb testing.TB, s store.Store) *Lab {
	tb.Helper()
	return &Lab{T: tb, Store: s, Repo: ledger.NewRepository(s), Clock: NewClock()}
}

// Try prepares and publishes.
func (l *Lab) Try(p ledger.Proposal) (*release.Release, error) {
	d, err := l.Repo.Prepare(context.Background(), p, l.Clock.Now())
	if err != nil {
		return nil, err
	}
	return l.Repo.Publish(context.Background(), d, l.Clock.Now)
}

// Publish publishes what must be publishable, and waits for its time unless it
// has one of its own.
func (l *Lab) Publish(p ledger.Proposal) *release.Release {
	l.T.Helper()
	r, err := l.Try(p)
	if err != nil {
		l.T.Fatal(err)
	}
	if p.Effective.IsZero() {
		l.Clock.Pass(time.Minute)
	}
	return r
}

func (l *Lab) History() *ledger.History {
	l.T.Helper()
	h, err := l.Repo.Extend(context.Background(), ledger.Empty())
	if err != nil {
		l.T.Fatal(err)
	}
	return h
}

func (l *Lab) Verify(expected *ledger.Head) *ledger.Report {
	l.T.Helper()
	r, err := l.Repo.Verify(context.Background(), expected)
	if err != nil {
		l.T.Fatal(err)
	}
	return r
}

// Sound fails if verification finds anything.
func (l *Lab) Sound() *ledger.Report {
	l.T.Helper()
	r := l.Verify(nil)
	if len(r.Findings) > 0 {
		l.T.Errorf("verification finds %v", r.Findings)
	}
	return r
}

// FourReleases fills a store with four releases, of which the third was
// cancelled before its time, and withdraws a file of the first.
func FourReleases(tb testing.TB, s store.Store) *Lab {
	tb.Helper()
	l := New(tb, s)
	l.Publish(ledger.Proposal{Sources: Version(tb, 1), Reason: release.Initial, Note: "first"})
	l.Publish(ledger.Proposal{Sources: Version(tb, 2), Reason: release.Correction})
	l.Publish(ledger.Proposal{Sources: Version(tb, 3), Reason: release.LateData, Effective: l.Clock.Now().Add(time.Hour)})
	if _, err := l.Repo.Cancel(context.Background(), 3, "too early", l.Clock.Now); err != nil {
		tb.Fatal(err)
	}
	l.Publish(ledger.Proposal{Sources: Version(tb, 4), Reason: release.Correction, Note: "<訂正> & more"})
	if _, err := l.Repo.Withdraw(context.Background(), 1, "022039_trees.csv", "a name in it", l.Clock.Now()); err != nil {
		tb.Fatal(err)
	}
	return l
}

// PublishPending publishes a version of the trees that is to take effect later.
func (l *Lab) PublishPending(number int, wait time.Duration) *release.Release {
	l.T.Helper()
	return l.Publish(ledger.Proposal{Sources: Version(l.T, number), Reason: release.Correction, Effective: l.Clock.Now().Add(wait)})
}

// ReasonOf is a reason that the release with a number may have.
func ReasonOf(number int) release.Reason {
	if number == 1 {
		return release.Initial
	}
	return release.Correction
}

// ErrInjected is what a store fails with because a test wants it to.
var ErrInjected = errors.New("injected failure")

// WhyWithdrawn is the note of the withdrawal of the trees.
func WhyWithdrawn(rel *release.Release) string {
	w, _ := rel.Withdrawn("trees")
	return w.Note
}

// Cells are all cells of a dataset's table, row by row.
func Cells(s *release.Set) [][]string {
	var rows [][]string
	for row := range s.Table.Len() {
		var cells []string
		for column := range s.Table.Columns() {
			cells = append(cells, s.Table.Text(column, row))
		}
		rows = append(rows, cells)
	}
	return rows
}
