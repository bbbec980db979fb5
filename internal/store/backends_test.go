package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hachinohe.example/opendata/internal/fixture/bucket"
	"hachinohe.example/opendata/internal/store"
)

// backend is a kind of store that keeps the promises of store.Store.
type backend struct {
	name string
	open func(*testing.T) store.Store // empty
}

// backends are a folder, a simulated object store, and the real one that the
// environment names, if any.
func backends() []backend {
	return []backend{{"a folder", folder}, {"a simulated object store", fake}, {"a real object store", realS3}}
}

func folder(t *testing.T) store.Store {
	t.Helper()
	return open(t, "file://"+t.TempDir(), store.Options{})
}

func fake(t *testing.T) store.Store {
	t.Helper()
	endpoint := fakeServer(t)
	return open(t, "s3://city/open/data", store.Options{S3: fakeOptions(endpoint)})
}

// fakeServer starts an object store with one bucket and returns host:port.
func fakeServer(t *testing.T) string {
	t.Helper()
	return bucket.New("city").Serve(t)
}

func fakeOptions(endpoint string) store.S3Options {
	return store.S3Options{Endpoint: endpoint, Region: "us-east-1", AccessKey: "key", SecretKey: "secret", Plain: true}
}

// realS3 opens a prefix of its own in the object store that OPENDATA_TEST_S3_…
// name, and empties it afterwards.
func realS3(t *testing.T) store.Store {
	t.Helper()
	endpoint := os.Getenv("OPENDATA_TEST_S3_ENDPOINT")
	if endpoint == "" {
		t.Skip("OPENDATA_TEST_S3_ENDPOINT is not set: no real object store is tested here; .ci/conformance does it")
	}
	name := os.Getenv("OPENDATA_TEST_S3_BUCKET")
	options := fakeOptions(endpoint)
	options.AccessKey, options.SecretKey = os.Getenv("OPENDATA_TEST_S3_ACCESS_KEY"), os.Getenv("OPENDATA_TEST_S3_SECRET_KEY")
	client, err := minio.New(endpoint, &minio.Options{Creds: credentials.NewStaticV4(options.AccessKey, options.SecretKey, ""), Region: options.Region, BucketLookup: minio.BucketLookupPath})
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := client.BucketExists(t.Context(), name); err != nil {
		t.Fatal(err)
	} else if !ok {
		if err := client.MakeBucket(t.Context(), name, minio.MakeBucketOptions{Region: options.Region}); err != nil {
			t.Fatal(err)
		}
	}
	prefix := fmt.Sprintf("test-%d-%s", os.Getpid(), strings.ToLower(strings.Map(onlyLetters, t.Name())))
	s := open(t, "s3://"+name+"/"+prefix, store.Options{S3: options})
	t.Cleanup(func() {
		names, err := s.List(context.Background(), "", "")
		for _, name := range names {
			err = errors.Join(err, s.Delete(context.Background(), name))
		}
		if err != nil {
			t.Error(err)
		}
	})
	return s
}

func onlyLetters(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
		return r
	}
	return '-'
}

func open(t *testing.T, address string, options store.Options) store.Store {
	t.Helper()
	s, err := store.Open(address, true, options)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// withEveryBackend runs a test on every kind of store.
func withEveryBackend(t *testing.T, test func(*testing.T, store.Store)) {
	t.Helper()
	for _, b := range backends() {
		t.Run(b.name, func(t *testing.T) { test(t, b.open(t)) })
	}
}

func create(t *testing.T, s store.Store, name, data string) {
	t.Helper()
	if err := s.Create(t.Context(), name, []byte(data)); err != nil {
		t.Fatal(err)
	}
}

// want compares what is stored under a name; nil stands for nothing.
func want(t *testing.T, s store.Store, name string, data []byte) {
	t.Helper()
	got, err := s.Get(t.Context(), name)
	switch {
	case data == nil && !errors.Is(err, store.ErrNotFound):
		t.Errorf("%s: got %q, %v, want ErrNotFound", name, got, err)
	case data != nil && (err != nil || !bytes.Equal(got, data)):
		t.Errorf("%s: got %d bytes, %v, want %d", name, len(got), err, len(data))
	}
}
