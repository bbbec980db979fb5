package portal_test

import (
	"context"
	"reflect"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/catalog"
	"hachinohe.example/opendata/internal/comparison"
	"hachinohe.example/opendata/internal/format"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/portal"
	rel "hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

const base = "https://opendata.example"

func newMaker() *catalog.Maker {
	return catalog.NewMaker(catalog.Config{
		BaseURL: base, Formats: format.All(),
	})
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

func numbered(t *testing.T, cache *releasecache.Cache, number int, now time.Time) catalog.Catalog {
	t.Helper()
	r, err := cache.Number(t.Context(), number, now)
	if err != nil {
		t.Fatal(err)
	}
	return newMaker().Of(r)
}

func TestTheHomePageIsFilled(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	got, err := portal.NewHome(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Datasets) != len(c.Release.Sets) || got.BaseURL != base || got.Lost != nil || got.Release.Number != 1 || !strings.HasSuffix(got.Release.Effective, "+09:00") {
		t.Errorf("%d datasets of %s, lost %v, %+v", len(got.Datasets), got.BaseURL, got.Lost, got.Release)
	}
	for i, d := range got.Datasets {
		set := &c.Release.Sets[i]
		path := "/api/v1/datasets/" + set.ID
		want := portal.Dataset{
			ID: set.ID, Title: set.Title.Ja, TitleEn: set.Title.En, Description: set.Description.Ja, DescriptionEn: set.Description.En,
			Category: set.Category, Licence: set.Licence.Name, LicenceURL: set.Licence.URL, Frequency: set.Frequency.Ja,
			Records: set.Table.Len(), Columns: len(set.Schema.Columns),
			RecordsURL: path + "/records", SchemaURL: path + "/schema", MetadataURL: path, Files: d.Files,
		}
		if !reflect.DeepEqual(d, want) {
			t.Errorf("got  %+v\nwant %+v", d, want)
		}
	}
}

// A button leads to what the catalogue describes, with its size unless it would
// have to be made for that.
func TestButtonsAreTheFilesOfTheCatalogue(t *testing.T) {
	c := newMaker().Of(ledgertest.EmbeddedRelease(t))
	home, err := portal.NewHome(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	described, err := c.Datasets(t.Context(), c.Release.Sets)
	if err != nil {
		t.Fatal(err)
	}
	bytes := make(map[string]int)
	for _, d := range described {
		for _, f := range d.Files {
			bytes[strings.TrimPrefix(f.URL, base)] = f.Bytes
		}
	}
	for _, d := range home.Datasets {
		if len(d.Files) < 4 || d.Files[0].Format != "csv" {
			t.Errorf("%s: %+v", d.ID, d.Files)
		}
		for _, f := range d.Files {
			size, ok := bytes[f.URL]
			if !ok || f.Bytes != size || f.Unmeasured != (f.Format == "xlsx") || f.Unmeasured == (f.Bytes > 0) || f.Label == "" {
				t.Errorf("%+v, described with %d bytes", f, size)
			}
		}
	}
}

func TestTheReferenceShowsTheExamplesOfEveryDataset(t *testing.T) {
	cache, now := published(t)
	c := numbered(t, cache, 2, now)
	problems := []portal.Problem{{Slug: "gone", Status: 410}}
	got := portal.NewReference(c, []byte("{}"), problems)
	if string(got.Spec) != "{}" || !reflect.DeepEqual(got.Problems, problems) || got.Release.Number != 2 {
		t.Errorf("%+v", got)
	}
	var ids []string
	for _, d := range got.Datasets {
		ids = append(ids, d.ID)
		set, _ := c.Release.Set(d.ID)
		if described := c.Examples(set); len(d.Examples) != len(described) || base+d.Examples[0].URL != described[0].URL || d.Examples[0].Query != described[0].Query || d.Examples[0].Meaning != described[0].Description || d.Examples[0].MeaningEn != described[0].DescriptionEn {
			t.Errorf("%s: %+v", d.ID, d.Examples)
		}
	}
	if len(ids) != len(c.Release.Sets) {
		t.Errorf("examples of %v", ids)
	}
}

func TestTheHistoryIsFilled(t *testing.T) {
	cache, now := published(t)
	current := numbered(t, cache, 5, now)
	got := portal.NewReleases(current.Release, current.Log(cache.History(), now, catalog.LogPart{Limit: 100}))
	if len(got.Releases) != 3 || len(got.Calendar) != 3 || got.Release.Number != 5 {
		t.Fatalf("%+v", got)
	}
	h := cache.History()
	manifest, _ := h.Manifest(5)
	if want := (portal.ReleaseLine{Number: 5, Current: true, Issued: manifest.Issued, Effective: manifest.Effective, Reason: "誤りの訂正", Note: "<訂正> & more", SHA256: h.Entry(5).SHA256}); got.Releases[0] != want {
		t.Errorf("got  %+v\nwant %+v", got.Releases[0], want)
	}
	if got.Releases[1].Current || got.Releases[2].Number != 1 {
		t.Errorf("past releases: %+v", got.Releases[1:])
	}
	cancellation, _ := h.Manifest(4)
	if want := (portal.CalendarLine{Number: 4, Effective: cancellation.Effective, SHA256: h.Entry(4).SHA256, Cancels: 3, Note: "too early"}); got.Calendar[1] != want {
		t.Errorf("got  %+v\nwant %+v", got.Calendar[1], want)
	}
	if got.Calendar[0].Number != 6 || got.Calendar[2].CancelledBy != 4 || got.Older != "" {
		t.Errorf("calendar %+v, older %q", got.Calendar, got.Older)
	}
}

// subject is what the page of a release is about.
func subject(t *testing.T, cache *releasecache.Cache, number int, now time.Time) portal.ReleaseSubject {
	t.Helper()
	s := portal.ReleaseSubject{Catalog: numbered(t, cache, number, now), History: cache.History(), Entry: cache.History().Entry(number), Newest: 5}
	s.Previous, s.Next = s.Catalog.Neighbours(s.History, now)
	if s.Previous == 0 {
		return s
	}
	atOnce := func(ctx context.Context, job func(context.Context) ([]rel.Change, error)) ([]rel.Change, error) {
		return job(ctx)
	}
	var err error
	if s.Comparison, err = comparison.NewMaker(cache, atOnce).Compare(t.Context(), s.Previous, number, now); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestThePageOfARelease(t *testing.T) {
	cache, now := published(t)
	got, err := portal.NewReleasePage(subject(t, cache, 5, now))
	if err != nil {
		t.Fatal(err)
	}
	if got.Release.Number != 5 || !got.Line.Current || got.Newest != 5 || got.Previous != 2 || got.Next != 0 || got.Lost != nil {
		t.Errorf("%+v", got)
	}
	if got.DiffURL != "/api/v1/diff?from=2&to=5" {
		t.Errorf("compared at %s", got.DiffURL)
	}
	want := []portal.DatasetChange{{ID: "trees", Title: got.Changes[0].Title, Count: 1, URL: "/api/v1/diff.csv?dataset=trees&from=2&to=5", Rows: []portal.ChangeLine{
		{Kind: "変更", Key: "t-1", Column: got.Changes[0].Rows[0].Column, Old: "2.5", New: "4.5"},
	}}}
	if !reflect.DeepEqual(got.Changes, want) || want[0].Title == "" || want[0].Rows[0].Column == "" {
		t.Errorf("got  %+v\nwant %+v", got.Changes, want)
	}
	if !strings.Contains(got.Citation.Text, "「第5回公表」") || !strings.Contains(got.Citation.TextEn, "“Release 5”") || !strings.HasPrefix(got.Citation.BibTeX, "@misc{hachinohe_release_r5,") || !strings.HasSuffix(got.Citation.Text, base+"/releases/5") {
		t.Errorf("cited %+v", got.Citation)
	}
	for _, f := range got.Files {
		if f.URL != "/releases/5/files/"+f.Path || f.Bytes == 0 || len(f.SHA256) != 64 || f.Withdrawn != "" {
			t.Errorf("%+v", f)
		}
	}
}

func TestThePageOfTheFirstReleaseComparesNothing(t *testing.T) {
	cache, now := published(t)
	got, err := portal.NewReleasePage(subject(t, cache, 1, now))
	if err != nil {
		t.Fatal(err)
	}
	if got.Previous != 0 || got.Next != 2 || got.DiffURL != "" || got.Changes != nil || got.Line.Current {
		t.Errorf("%+v", got)
	}
	withdrawn := 0
	for _, f := range got.Files {
		if f.Withdrawn != "" {
			withdrawn++
		}
	}
	if withdrawn != 1 {
		t.Errorf("%d files withdrawn", withdrawn)
	}
}

// What was withdrawn from either release is said, as it cannot be compared.
func TestWhatCannotBeComparedIsSaid(t *testing.T) {
	cache, now := published(t)
	got, err := portal.NewReleasePage(subject(t, cache, 2, now))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Lost) != 1 || got.Lost[0].Release != 1 || got.Lost[0].Path != "022039_trees.csv" || got.Lost[0].Note != "a name in it" || got.Lost[0].At == "" {
		t.Errorf("lost %+v", got.Lost)
	}
	home, err := portal.NewHome(t.Context(), numbered(t, cache, 1, now))
	if err != nil || !reflect.DeepEqual(home.Lost, got.Lost) {
		t.Errorf("the home page of the first: %+v %v", home.Lost, err)
	}
}
