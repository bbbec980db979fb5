package releasecache_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/store"
)

// logOf is a folder with a log of so many releases without files, a minute apart.
func logOf(tb testing.TB, releases int) (repo *ledger.Repository, now time.Time) {
	tb.Helper()
	folder := tb.TempDir()
	write := func(name string, data []byte) {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			tb.Fatal(err)
		}
	}
	previous := ""
	for number := 1; number <= releases; number++ {
		now = time.Date(2026, 12, 1, 9, number, 0, 0, release.Japan())
		m := release.Manifest{Format: release.ManifestFormat, Number: number, Kind: release.Published, Issued: release.FormatInstant(now), Effective: release.FormatInstant(now), Previous: previous}
		data, err := m.Encode()
		if err != nil {
			tb.Fatal(err)
		}
		previous = release.Checksum(data)
		write("objects/"+previous[:2]+"/"+previous, data)
		entry, err := ledger.Entry{Number: number, Kind: release.Published, Effective: now, SHA256: previous}.Encode()
		if err != nil {
			tb.Fatal(err)
		}
		write(fmt.Sprintf("log/%08d.json", number), entry)
	}
	return ledger.NewRepository(ledgertest.Open(tb, "file://"+folder, store.S3Options{})), now.Add(time.Minute)
}

// BenchmarkPollWithoutNews is what a server does every second: the microseconds
// of one poll are the millionths of a processor that idling costs.
func BenchmarkPollWithoutNews(b *testing.B) {
	for _, releases := range []int{10, 10_000} {
		b.Run(fmt.Sprintf("%d releases", releases), func(b *testing.B) {
			repo, now := logOf(b, releases)
			cache, err := releasecache.New(b.Context(), repo, now)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := cache.Refresh(b.Context(), now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
