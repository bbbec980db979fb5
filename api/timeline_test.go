package api_test

import (
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hachinohe.example/opendata/api"
	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
	"hachinohe.example/opendata/internal/source"
	"hachinohe.example/opendata/internal/store"
)

// timeline is a service over a store, with a clock that tests set.
type timeline struct {
	tb      testing.TB
	repo    *ledger.Repository
	cache   *releasecache.Cache
	seconds atomic.Int64 // since the epoch
	sources []dataset.Source
	http.Handler
}

// edit replaces a text in the source of a dataset, everywhere.
type edit struct{ dataset, from, to string }

// newTimeline serves a store whose release 1 is in effect and has the given
// datasets, all that are built in if none are named.
func newTimeline(tb testing.TB, datasets ...string) *timeline {
	tb.Helper()
	return newTimelineIn(tb, ledgertest.NewMemory(), datasets...)
}

func newTimelineIn(tb testing.TB, s store.Store, datasets ...string) *timeline {
	tb.Helper()
	all, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	tl := &timeline{tb: tb, repo: ledger.NewRepository(s)}
	for _, src := range ledgertest.CityAlone(all) {
		if len(datasets) == 0 || strings.Contains(" "+strings.Join(datasets, " ")+" ", " "+src.Dataset.ID+" ") {
			tl.sources = append(tl.sources, src)
		}
	}
	tl.seconds.Store(release.Embedded().Effective.Unix())
	tl.propose(release.Initial, "最初の公表", time.Time{})
	tl.seconds.Add(3600)
	if tl.cache, err = releasecache.New(tb.Context(), tl.repo, tl.now()); err != nil {
		tb.Fatal(err)
	}
	tl.Handler = tl.replica()
	return tl
}

// replica is another server over the same cache, with nothing in its caches.
func (tl *timeline) replica() http.Handler {
	tl.tb.Helper()
	cfg := testConfig(io.Discard)
	cfg.Now = tl.now
	h, err := api.New(cfg, tl.cache)
	if err != nil {
		tl.tb.Fatal(err)
	}
	return h
}

func (tl *timeline) now() time.Time { return time.Unix(tl.seconds.Load(), 0).In(release.Japan()) }

// propose publishes the sources after some edits; the zero instant is now.
func (tl *timeline) propose(reason release.Reason, note string, effective time.Time, edits ...edit) *release.Release {
	tl.tb.Helper()
	for i := range tl.sources {
		for _, e := range edits {
			src := &tl.sources[i]
			if src.Dataset.ID != e.dataset {
				continue
			}
			if !strings.Contains(string(src.CSV), e.from) {
				tl.tb.Fatalf("%s does not contain %q", e.dataset, e.from)
			}
			src.CSV = []byte(strings.ReplaceAll(string(src.CSV), e.from, e.to))
		}
	}
	p := ledger.Proposal{Sources: tl.sources, Reason: reason, Note: note, Effective: effective}
	draft, err := tl.repo.Prepare(tl.tb.Context(), p, tl.now())
	if err != nil {
		tl.tb.Fatal(err)
	}
	rel, err := tl.repo.Publish(tl.tb.Context(), draft, tl.now)
	if err != nil {
		tl.tb.Fatal(err)
	}
	return rel
}

// publish makes a release and lets an hour pass, so that it is in effect.
func (tl *timeline) publish(reason release.Reason, note string, edits ...edit) *release.Release {
	tl.tb.Helper()
	rel := tl.propose(reason, note, time.Time{}, edits...)
	tl.seconds.Add(3600)
	tl.refresh()
	return rel
}

func (tl *timeline) refresh() {
	tl.tb.Helper()
	if err := tl.cache.Refresh(tl.tb.Context(), tl.now()); err != nil {
		tl.tb.Fatal(err)
	}
}

// The rows that history is told with: one is corrected, another is added and
// taken out again.
const (
	firstRow  = "ind-1,022039,2017-03-08,2017-03-08,2017年3月8日,20979,,A,,"
	secondRow = "ind-1,022039,2017-03-08,2017-03-08,2017年3月8日,20980,,A,,"
	addedRow  = "ind-1,022039,2024-01-01,2024-01-01,2024年1月1日,1,,P,,見本\n"
	goalTitle = "すみよいデジタル"
	newTitle  = "もっとすみよいデジタル"
)

// storied is a timeline with five releases: correction, new data, revision of
// the plan, correction.
func storied(tb testing.TB) *timeline {
	tb.Helper()
	tl := newTimeline(tb)
	tl.publish(release.Correction, "交付枚数を1件訂正", edit{"observations", firstRow, secondRow})
	tl.publish(release.NewData, "", edit{"observations", "source\n", "source\n" + addedRow})
	tl.publish(release.PlanRevision, "題名の変更", edit{"goals", goalTitle, newTitle})
	tl.publish(release.Correction, "誤って加えた値の削除", edit{"observations", addedRow, ""})
	return tl
}
