package release_test

import (
	"context"
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
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/store"
)

// everywhere runs a test on a repository in a folder, on gofakes3, and on the
// real object store that the environment names, if any.
func everywhere(t *testing.T, test func(*testing.T, store.Store)) {
	t.Helper()
	t.Run("a folder", func(t *testing.T) { test(t, folder(t)) })
	t.Run("gofakes3", func(t *testing.T) { test(t, fake(t)) })
	t.Run("a real object store", func(t *testing.T) {
		endpoint := os.Getenv("OPENDATA_TEST_S3_ENDPOINT")
		if endpoint == "" {
			t.Skip("OPENDATA_TEST_S3_ENDPOINT is not set: no real object store is tested here; .ci/conformance does it")
		}
		prefix := fmt.Sprintf("release-%d-%s", os.Getpid(), strings.ToLower(strings.NewReplacer("/", "-", "#", "-").Replace(t.Name())))
		s := open(t, "s3://"+os.Getenv("OPENDATA_TEST_S3_BUCKET")+"/"+prefix, store.S3Options{
			Endpoint: endpoint, Region: "us-east-1", Plain: true,
			AccessKey: os.Getenv("OPENDATA_TEST_S3_ACCESS_KEY"), SecretKey: os.Getenv("OPENDATA_TEST_S3_SECRET_KEY"),
		})
		t.Cleanup(func() { empty(t, s) })
		test(t, s)
	})
}

func open(tb testing.TB, address string, options store.S3Options) store.Store {
	tb.Helper()
	s, err := store.Open(address, true, store.Options{S3: options})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func folder(tb testing.TB) store.Store {
	tb.Helper()
	return open(tb, "file://"+tb.TempDir(), store.S3Options{})
}

func fake(t *testing.T) store.Store {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("city"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	return open(t, "s3://city/open", store.S3Options{Endpoint: server.Listener.Addr().String(), Region: "us-east-1", AccessKey: "key", SecretKey: "secret", Plain: true})
}

func empty(t *testing.T, s store.Store) {
	t.Helper()
	for name := range contents(t, s) {
		if err := s.Delete(context.Background(), name); err != nil {
			t.Error(err)
		}
	}
}

// contents is everything in a store.
func contents(tb testing.TB, s store.Store) map[string][]byte {
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

// memory is a store in memory, for tests that make thousands of them. It keeps
// the promises of store.Store that the suite of that package tests.
type memory struct {
	mu   sync.Mutex
	data map[string][]byte
}

func newMemory() *memory { return &memory{data: make(map[string][]byte)} }

func (m *memory) Create(ctx context.Context, name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.data[name]; ok {
		return store.ErrExists
	}
	m.data[name] = slices.Clone(data)
	return ctx.Err()
}

func (m *memory) Get(ctx context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.data[name]
	if !ok {
		return nil, store.ErrNotFound
	}
	return slices.Clone(data), ctx.Err()
}

func (m *memory) List(ctx context.Context, prefix, after string) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var names []string
	for name := range m.data {
		if strings.HasPrefix(name, prefix) && name > after {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names, ctx.Err()
}

func (m *memory) Delete(ctx context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.data, name)
	return ctx.Err()
}

// clock is a clock that a test sets.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func newClock() *clock {
	return &clock{at: time.Date(2026, 12, 1, 9, 0, 0, 0, release.Japan())}
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
	return c.at
}

const treesSchema = `{
  "title": "街路樹",
  "fields": [
    {"name": "id", "title": "番号"},
    {"name": "height", "title": "樹高", "type": "number", "unit": "m"},
    {"name": "kind", "title": "樹種"}
  ],
  "primaryKey": "id"
}`

// trees is a small dataset of the city's own, and nothing beside it.
func trees(tb testing.TB, csv string) []dataset.Source {
	tb.Helper()
	return []dataset.Source{checked(tb, fstest.MapFS{"trees.csv": {Data: []byte(csv)}, "trees.schema.json": {Data: []byte(treesSchema)}}, "trees")}
}

// checked reads the embedded sources with others laid over them and returns one.
func checked(tb testing.TB, own fstest.MapFS, id string) dataset.Source {
	tb.Helper()
	all := city(tb, own)
	return all[slices.IndexFunc(all, func(s dataset.Source) bool { return s.Dataset.ID == id })]
}

// city is the embedded sources with others laid over them.
func city(tb testing.TB, own fstest.MapFS) []dataset.Source {
	tb.Helper()
	sources, err := source.Read(dataset.Embedded(), own)
	if err != nil {
		tb.Fatal(err)
	}
	return sources
}

// version is the nth state of the trees.
func version(tb testing.TB, n int) []dataset.Source {
	tb.Helper()
	return trees(tb, fmt.Sprintf("id,height,kind\nt-1,%d.5,松\nt-2,3.0,桜\n", n))
}

// lab is a repository with a clock.
type lab struct {
	t     testing.TB
	store store.Store
	repo  *release.Repository
	clock *clock
}

func newLab(tb testing.TB, s store.Store) *lab {
	tb.Helper()
	return &lab{t: tb, store: s, repo: release.NewRepository(s), clock: newClock()}
}

// try prepares and publishes.
func (l *lab) try(p release.Proposal) (*release.Release, error) {
	d, err := l.repo.Prepare(context.Background(), p, l.clock.now())
	if err != nil {
		return nil, err
	}
	return l.repo.Publish(context.Background(), d, l.clock.now)
}

// publish publishes what must be publishable, and waits for its time unless it
// has one of its own.
func (l *lab) publish(p release.Proposal) *release.Release {
	l.t.Helper()
	r, err := l.try(p)
	if err != nil {
		l.t.Fatal(err)
	}
	if p.Effective.IsZero() {
		l.clock.pass(time.Minute)
	}
	return r
}

func (l *lab) history() *release.History {
	l.t.Helper()
	h, err := l.repo.Extend(context.Background(), release.Empty())
	if err != nil {
		l.t.Fatal(err)
	}
	return h
}

func (l *lab) verify(expected *release.Head) *release.Report {
	l.t.Helper()
	r, err := l.repo.Verify(context.Background(), expected)
	if err != nil {
		l.t.Fatal(err)
	}
	return r
}

// sound fails if verification finds anything.
func (l *lab) sound() *release.Report {
	l.t.Helper()
	r := l.verify(nil)
	if len(r.Findings) > 0 {
		l.t.Errorf("verification finds %v", r.Findings)
	}
	return r
}

// fourReleases fills a store with four releases, of which the third was
// cancelled before its time, and withdraws a file of the first.
func fourReleases(tb testing.TB, s store.Store) *lab {
	tb.Helper()
	l := newLab(tb, s)
	l.publish(release.Proposal{Sources: version(tb, 1), Reason: release.Initial, Note: "first"})
	l.publish(release.Proposal{Sources: version(tb, 2), Reason: release.Correction})
	l.publish(release.Proposal{Sources: version(tb, 3), Reason: release.LateData, Effective: l.clock.now().Add(time.Hour)})
	if _, err := l.repo.Cancel(context.Background(), 3, "too early", l.clock.now); err != nil {
		tb.Fatal(err)
	}
	l.publish(release.Proposal{Sources: version(tb, 4), Reason: release.Correction, Note: "<訂正> & more"})
	if _, err := l.repo.Withdraw(context.Background(), 1, "022039_trees.csv", "a name in it", l.clock.now()); err != nil {
		tb.Fatal(err)
	}
	return l
}
