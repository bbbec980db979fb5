package ledgertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"hachinohe.example/opendata/internal/fixture/bucket"
	"hachinohe.example/opendata/internal/store"
)

// ErrInjected is what a store fails with because a test wants it to.
var ErrInjected = errors.New("injected failure")

// Everywhere runs a test on a repository in a folder, in a simulated object store, and in the
// real object store that the environment names, if any.
func Everywhere(t *testing.T, test func(*testing.T, store.Store)) {
	t.Helper()
	t.Run("a folder", func(t *testing.T) { test(t, Folder(t)) })
	t.Run("a simulated object store", func(t *testing.T) { test(t, Fake(t)) })
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

// Folder is a store in a folder of its own.
func Folder(tb testing.TB) store.Store {
	tb.Helper()
	return Open(tb, "file://"+tb.TempDir(), store.S3Options{})
}

// Fake is a store in an S3 server that lives in this process.
func Fake(t *testing.T) store.Store {
	t.Helper()
	return Open(t, "s3://city/open", store.S3Options{Endpoint: bucket.New("city").Serve(t), Region: "us-east-1", AccessKey: "key", SecretKey: "secret", Plain: true})
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

// NewMemory returns a store without objects.
func NewMemory() *Memory { return &Memory{Data: make(map[string][]byte)} }

// Create stores an object under a name that is not taken.
func (m *Memory) Create(ctx context.Context, name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.Data[name]; ok {
		return store.ErrExists
	}
	m.Data[name] = slices.Clone(data)
	return ctx.Err()
}

// Get returns a copy of an object.
func (m *Memory) Get(ctx context.Context, name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	data, ok := m.Data[name]
	if !ok {
		return nil, store.ErrNotFound
	}
	return slices.Clone(data), ctx.Err()
}

// List returns the names with a prefix that come after another, in order.
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

// Delete removes an object; that there is none is no error.
func (m *Memory) Delete(ctx context.Context, name string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.Data, name)
	return ctx.Err()
}
