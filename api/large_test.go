package api_test

import (
	"bytes"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fixture"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// largeRows is of how many rows a body is longer than is kept.
const largeRows = 200_000

const largeRecords = "/api/v1/datasets/" + fixture.ID + "/records"

// builtLarge is a release with a dataset of many fictional rows.
var builtLarge = sync.OnceValues(func() (*release.Release, error) {
	var rows, schema bytes.Buffer
	if err := fixture.Observations(&rows, largeRows); err != nil {
		return nil, err
	}
	if err := fixture.Descriptor(&schema); err != nil {
		return nil, err
	}
	sources, err := source.Read(dataset.Embedded(), fstest.MapFS{
		fixture.ID + ".csv": {Data: rows.Bytes()}, fixture.ID + ".schema.json": {Data: schema.Bytes()},
	})
	if err != nil {
		return nil, err
	}
	return release.Build(release.Embedded(), sources)
})

func large(tb testing.TB) *release.Release {
	tb.Helper()
	rel, err := builtLarge()
	if err != nil {
		tb.Fatal(err)
	}
	return rel
}

// ticking is a configuration with the clock of the process, to which connections
// hold deadlines.
func ticking() api.Config {
	cfg := testConfig(io.Discard)
	cfg.Now = time.Now
	return cfg
}

// serving is a service over a release for real connections.
func serving(tb testing.TB, rel *release.Release) http.Handler {
	tb.Helper()
	h, err := api.New(ticking(), fixed(tb, rel))
	if err != nil {
		tb.Fatal(err)
	}
	return h
}
