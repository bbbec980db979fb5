package catalog_test

import (
	"reflect"
	"slices"
	"testing"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/ledger"
)

func TestTheHistoryIsTold(t *testing.T) {
	cache, now := published(t)
	h := cache.History()
	m := newMaker()
	got := numbered(t, m, cache, 5, now).Released(h, now, 50)
	var numbers []int
	for _, r := range got {
		numbers = append(numbers, r.Number)
	}
	if !slices.Equal(numbers, []int{5, 2, 1}) {
		t.Fatalf("released %v", numbers)
	}
	manifest, _ := h.Manifest(5)
	previous := h.Entry(4).SHA256
	want := catalog.ReleaseDetails{
		Number: 5, State: "current", Issued: manifest.Issued, Effective: manifest.Effective,
		Reason: "correction", ReasonLabel: "誤りの訂正", ReasonLabelEn: "Correction", Note: "<訂正> & more",
		SHA256: h.Entry(5).SHA256, Previous: &previous, URL: base + "/releases/5", ManifestURL: base + "/releases/5/manifest.json",
	}
	if !reflect.DeepEqual(got[0], want) {
		t.Errorf("got  %+v\nwant %+v", got[0], want)
	}
	if first := got[2]; first.State != "superseded" || first.Previous != nil || first.Note != "first" || got[1].State != "superseded" {
		t.Errorf("the first is %+v, the second %+v", first, got[1])
	}
	if past := numbered(t, m, cache, 2, now).Released(h, now, 50); len(past) != 2 || past[0].Number != 2 || past[0].State != "current" {
		t.Errorf("as of release 2: %+v", past)
	}
}

func TestTheCalendarCommitsAndTellsNothingElse(t *testing.T) {
	cache, now := published(t)
	h := cache.History()
	effective := func(n int) string { m, _ := h.Manifest(n); return m.Effective }
	want := []catalog.CalendarEntry{
		{Number: 6, State: "pending", Effective: effective(6), SHA256: h.Entry(6).SHA256},
		{Number: 4, State: "cancellation", Effective: effective(4), SHA256: h.Entry(4).SHA256, Cancels: 3, Note: "too early", ManifestURL: base + "/releases/4/manifest.json"},
		{Number: 3, State: "cancelled", Effective: effective(3), SHA256: h.Entry(3).SHA256, CancelledBy: 4},
	}
	got := numbered(t, newMaker(), cache, 5, now).Log(h, now, catalog.LogPart{Limit: 50})
	if !slices.Equal(got.Calendar, want) || len(got.Releases) != 3 || got.Count != 3 || got.More {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Whatever the size of its pages, a walk tells every entry of the log once and
// holds no more of a kind than it was asked for.
func TestPagesOfTheLogAreTheWhole(t *testing.T) {
	cache, now := published(t)
	h := cache.History()
	c := numbered(t, newMaker(), cache, 5, now)
	whole := c.Log(h, now, catalog.LogPart{Limit: 50})
	for limit := 1; limit <= 4; limit++ {
		var walked catalog.LogPage
		for part := (catalog.LogPart{Limit: limit}); ; {
			page := c.Log(h, now, part)
			if len(page.Releases) > limit || len(page.Calendar) > limit || page.Count != whole.Count {
				t.Fatalf("limit %d: %+v", limit, page)
			}
			walked.Releases, walked.Calendar = append(walked.Releases, page.Releases...), append(walked.Calendar, page.Calendar...)
			if part.Below = page.Last; !page.More {
				break
			}
		}
		if !reflect.DeepEqual(walked.Releases, whole.Releases) || !slices.Equal(walked.Calendar, whole.Calendar) {
			t.Errorf("limit %d: %+v\nwhole %+v", limit, walked, whole)
		}
	}
	if newest := c.Released(h, now, 1); len(newest) != 1 || newest[0].Number != 5 {
		t.Errorf("the newest is %+v", newest)
	}
}

func TestNeighboursAreReleasesInForce(t *testing.T) {
	cache, now := published(t)
	m := newMaker()
	for number, want := range map[int][2]int{1: {0, 2}, 2: {1, 5}, 5: {2, 0}} {
		previous, next := numbered(t, m, cache, number, now).Neighbours(cache.History(), now)
		if got := [2]int{previous, next}; got != want {
			t.Errorf("beside release %d: %v, want %v", number, got, want)
		}
	}
}

func TestFilesOfAReleaseSayWhatWasWithdrawn(t *testing.T) {
	cache, now := published(t)
	c := numbered(t, newMaker(), cache, 1, now)
	lost := catalog.Withdrawn(c.Release)
	if len(lost) != 1 {
		t.Fatalf("withdrawn %+v", lost)
	}
	if want := (catalog.WithdrawnInfo{Release: 1, Dataset: "trees", Path: "022039_trees.csv", Withdrawn: lost[0].Withdrawn, Note: "a name in it"}); lost[0] != want || want.Withdrawn == "" {
		t.Errorf("withdrawn %+v", lost)
	}
	manifest, _ := cache.History().Manifest(1)
	files := c.ReleaseFiles(cache.History())
	for i, f := range files {
		want := catalog.ReleaseFile{
			Dataset: manifest.Files[i].Dataset, Path: manifest.Files[i].Path, Bytes: manifest.Files[i].Bytes, SHA256: manifest.Files[i].SHA256,
			URL: base + "/releases/1/files/" + manifest.Files[i].Path,
		}
		if f.Path == lost[0].Path {
			want.Withdrawn = lost[0].Withdrawn
		}
		if f != want {
			t.Errorf("got  %+v\nwant %+v", f, want)
		}
	}
	if len(files) != len(manifest.Files) {
		t.Errorf("%d files", len(files))
	}
}

func TestWhatWasWithdrawnFromBothIsSaidOnceOfARelease(t *testing.T) {
	cache, now := published(t)
	m := newMaker()
	first, second := numbered(t, m, cache, 1, now).Release, numbered(t, m, cache, 2, now).Release
	if got := catalog.Withdrawn(first, first); len(got) != 1 {
		t.Errorf("compared with itself: %+v", got)
	}
	if got := catalog.Withdrawn(second); got != nil {
		t.Errorf("of a whole release: %+v", got)
	}
}

// A release is the current one or another, whether it came before or after.
func TestOneReleaseIsCurrent(t *testing.T) {
	cache, now := published(t)
	h := cache.History()
	for _, e := range h.Released(now) {
		for current, want := range map[int]string{e.Number: ledger.StateCurrent, e.Number - 1: ledger.StateSuperseded, e.Number + 1: ledger.StateSuperseded} {
			if got := newMaker().DescribeRelease(h, e, current).State; got != want {
				t.Errorf("release %d is %s while %d is current", e.Number, got, current)
			}
		}
	}
}
