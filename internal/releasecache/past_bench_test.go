package releasecache_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/releasecache"
)

// sixReleases are releases of a large dataset and a small one, which are others in
// each.
func sixReleases(b *testing.B) *ledgertest.Lab {
	b.Helper()
	l := ledgertest.New(b, ledgertest.NewMemory())
	schema := []byte(`{"fields": [{"name": "id"}, {"name": "n", "title": "数", "type": "integer"}], "primaryKey": "id"}`)
	for number := 1; number <= 6; number++ {
		var large strings.Builder
		large.WriteString("id,n\n")
		for row := range 100_000 {
			fmt.Fprintf(&large, "r-%06d,%d\n", row, row*number)
		}
		l.Publish(ledger.Proposal{Sources: ledgertest.City(b, fstest.MapFS{
			"large.csv": {Data: []byte(large.String())}, "large.schema.json": {Data: schema},
			"small.csv": {Data: fmt.Appendf(nil, "id,n\nr-1,%d\n", number)}, "small.schema.json": {Data: schema},
		}), Reason: ledgertest.ReasonOf(number)})
	}
	return l
}

func BenchmarkWalkOverFivePastReleases(b *testing.B) {
	l := sixReleases(b)
	cache, err := releasecache.New(b.Context(), l.Repo, l.Clock.Now())
	if err != nil {
		b.Fatal(err)
	}
	number := 0
	walk := func() {
		if _, err := cache.Number(b.Context(), 1+number%5, l.Clock.Now()); err != nil {
			b.Fatal(err)
		}
		number++
	}
	for range 5 {
		walk()
	}
	b.ReportAllocs()
	for b.Loop() {
		walk()
	}
}

func BenchmarkSmallDatasetOfAPastReleaseForTheFirstTime(b *testing.B) {
	l := sixReleases(b)
	for b.Loop() {
		b.StopTimer()
		cache, err := releasecache.New(b.Context(), l.Repo, l.Clock.Now())
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		if _, err := cache.Number(b.Context(), 1, l.Clock.Now(), "small"); err != nil {
			b.Fatal(err)
		}
	}
}
