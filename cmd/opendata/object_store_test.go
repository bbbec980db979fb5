package main_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/fixture/bucket"
	"hachinohe.example/opendata/internal/store"
)

// place is where in an object store a test publishes.
type place struct {
	endpoint, access, secret, address string
}

// settings are the environment of a program that uses the bucket.
func (b place) settings() []string {
	return []string{
		"OPENDATA_S3_ENDPOINT=" + b.endpoint, "OPENDATA_S3_REGION=us-east-1", "OPENDATA_S3_PLAIN=true",
		"OPENDATA_S3_ACCESS_KEY=" + b.access, "OPENDATA_S3_SECRET_KEY=" + b.secret, "OPENDATA_STORE=" + b.address,
	}
}

// run runs the program to its end; what it prints must not show the secret.
func (b place) run(t *testing.T, args ...string) result {
	t.Helper()
	cmd := command(t, args...)
	cmd.Env = append(cmd.Env, b.settings()...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	_ = cmd.Run()
	if strings.Contains(stdout.String()+stderr.String(), b.secret) {
		t.Errorf("%v shows the secret key", args)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// publish publishes without being asked.
func (b place) publish(t *testing.T, args ...string) {
	t.Helper()
	if got := b.run(t, append([]string{"publish", "--yes"}, args...)...); got.exit != 0 {
		t.Fatalf("publish: %+v", got)
	}
}

// names lists what the store has.
func (b place) names(t *testing.T) []string {
	t.Helper()
	names, err := b.open(t).List(t.Context(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// open opens the store.
func (b place) open(t *testing.T) store.Store {
	t.Helper()
	s, err := store.Open(b.address, false, store.Options{S3: store.S3Options{Endpoint: b.endpoint, Region: "us-east-1", AccessKey: b.access, SecretKey: b.secret, Plain: true}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// simulated is a bucket in an object store of the test's own, which is reached
// through a middleman.
func simulated(t *testing.T, middleman func(http.Handler) http.Handler) place {
	t.Helper()
	fake := httptest.NewServer(middleman(bucket.New("city")))
	t.Cleanup(fake.Close)
	return place{endpoint: fake.Listener.Addr().String(), access: "key", secret: "never to be seen", address: "s3://city/plan"}
}

func TestReleasesInAnObjectStore(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for a release to take effect")
	}
	t.Parallel()
	b := simulated(t, func(next http.Handler) http.Handler { return next })
	if got := b.run(t, "serve", "--addr", freeAddress(t)); got.exit != 1 || !strings.Contains(got.stderr, "opendata publish --source embedded --reason initial --store s3://city/plan\n") {
		t.Errorf("empty: %+v", got)
	}
	b.publish(t, "--source", "embedded", "--reason", "initial")
	if got := b.run(t, "verify"); got.exit != 0 || strings.Contains(got.stdout, store.Temporary) {
		t.Errorf("verify: %+v", got)
	}
	if got := b.run(t, "releases"); got.exit != 0 || !strings.Contains(got.stdout, "1  公開予定  ") {
		t.Errorf("releases: %+v", got)
	}
	for _, s := range []*server{serveWith(t, b.settings()), serveWith(t, b.settings())} { // replicas
		if number, _, _ := s.current(t); number != "1" {
			t.Errorf("release %s", number)
		}
	}
	b.endpoint = freeAddress(t)
	if got := b.run(t, "releases"); got.exit != 1 || !strings.Contains(got.stderr, "公表の記録を読み込めません") {
		t.Errorf("nobody there: %+v", got)
	}
}

// An object store that overlooks conditions would let two publishers write the
// same entry.
func TestNothingIsAppendedWhereItCouldBeOverwritten(t *testing.T) {
	t.Parallel()
	var overlooks atomic.Bool
	b := simulated(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if overlooks.Load() {
				r.Header.Del("If-None-Match")
			}
			next.ServeHTTP(w, r)
		})
	})
	refused := func(args ...string) {
		t.Helper()
		before := b.names(t)
		got := b.run(t, args...)
		for _, says := range []string{"この保管場所は条件付き書き込みができず", "何も変更していません", "If-None-Match: * に対応したオブジェクトストレージ"} {
			if got.exit != 1 || !strings.Contains(got.stderr, says) {
				t.Errorf("%s lacks %q: %+v", args[0], says, got)
			}
		}
		if after := b.names(t); !slices.Equal(after, before) {
			t.Errorf("%s: the store had %q and has %q", args[0], before, after)
		}
	}
	first := []string{"publish", "--yes", "--source", "embedded", "--reason", "initial"}
	overlooks.Store(true)
	refused(first...)
	if got := b.run(t, append(first, "--dry-run")...); got.exit != 0 {
		t.Errorf("a dry run writes nothing: %+v", got)
	}
	overlooks.Store(false)
	b.publish(t, "--source", "embedded", "--reason", "initial", "--effective", time.Now().Add(time.Hour).Format(time.RFC3339))
	overlooks.Store(true)
	refused("cancel", "1")
}

// realBucket is a prefix of its own in the object store that OPENDATA_TEST_S3_…
// name; it is emptied afterwards.
func realBucket(t *testing.T) place {
	t.Helper()
	b := place{
		endpoint: os.Getenv("OPENDATA_TEST_S3_ENDPOINT"), access: os.Getenv("OPENDATA_TEST_S3_ACCESS_KEY"), secret: os.Getenv("OPENDATA_TEST_S3_SECRET_KEY"),
		address: fmt.Sprintf("s3://%s/replicas-%d", os.Getenv("OPENDATA_TEST_S3_BUCKET"), os.Getpid()),
	}
	if b.endpoint == "" {
		t.Skip("OPENDATA_TEST_S3_ENDPOINT is not set: no real object store is tested here; .ci/conformance does it")
	}
	t.Cleanup(func() {
		s := b.open(t)
		names, err := s.List(context.Background(), "", "")
		for _, name := range names {
			err = errors.Join(err, s.Delete(context.Background(), name))
		}
		if err != nil {
			t.Error(err)
		}
	})
	return b
}

// Two servers over one prefix of a real object store switch by the clock.
func TestReplicasOnARealObjectStoreSwitchAtTheEffectiveInstant(t *testing.T) {
	t.Parallel()
	b := realBucket(t)
	soon, _ := in(t, 8*time.Second)
	b.publish(t, "--source", "embedded", "--reason", "initial", "--effective", soon)
	servers := []*server{serveWith(t, b.settings()), serveWith(t, b.settings())}
	instant, at := in(t, 9*time.Second)
	b.publish(t, "--source", altered(t, "goals.csv", "Digital for Living Well", "Digital for Life"), "--reason", "correction", "--note", "英訳の訂正", "--effective", instant)
	switchAt(t, servers, at)
	if got := b.run(t, "verify"); got.exit != 0 || strings.Contains(got.stdout, store.Temporary) {
		t.Errorf("verify: %+v", got)
	}
}
