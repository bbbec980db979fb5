package catalog_test

import (
	"testing"
	"time"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/releasecache"
)

const base = "https://opendata.example"

// watched is all formats, whose writers begin with before and fail as it does.
func watched(before func(format.Format) error) format.List {
	formats := format.All()
	for i, f := range formats {
		formats[i].New = func(s format.Subject) (format.Writer, error) {
			if err := before(f); err != nil {
				return nil, err
			}
			return f.New(s)
		}
	}
	return formats
}

func newMaker() *catalog.Maker {
	return catalog.NewMaker(catalog.Config{BaseURL: base, Formats: format.All()})
}

// published are releases 1, 2 and 5. Release 3 was cancelled by entry 4, 6 is
// pending, and a file of the first was withdrawn.
func published(t *testing.T) (*releasecache.Cache, time.Time) {
	t.Helper()
	lab := ledgertest.FourReleases(t, ledgertest.NewMemory())
	lab.PublishPending(6, time.Hour)
	now := lab.Clock.Now()
	cache, err := releasecache.New(t.Context(), lab.Repo, now)
	if err != nil {
		t.Fatal(err)
	}
	return cache, now
}

// numbered is the catalogue of a release.
func numbered(t *testing.T, m *catalog.Maker, cache *releasecache.Cache, number int, now time.Time) catalog.Catalog {
	t.Helper()
	rel, err := cache.Number(t.Context(), number, now)
	if err != nil {
		t.Fatal(err)
	}
	return m.Of(rel)
}
