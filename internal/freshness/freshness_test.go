package freshness_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/freshness"
	"hachinohe.example/opendata/internal/ledger"
	"hachinohe.example/opendata/internal/ledger/ledgertest"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/releasecache"
)

// counts are datasets of the city's own that are about months and about nothing.
func counts(t *testing.T, months ...string) fstest.MapFS {
	t.Helper()
	const schema = `{"title": "利用者数", "frequency": "毎月", "primaryKey": "month", "fields": [{"name": "month", "type": "yearmonth"}, {"name": "users", "type": "integer"}]}`
	csv := "month,users\n" + strings.Join(months, ",1\n") + ",1\n"
	return fstest.MapFS{"visits.csv": {Data: []byte(csv)}, "visits.schema.json": {Data: []byte(schema)}}
}

// edited replaces a text in the rows of a source.
func edited(sources []dataset.Source, id, from, to string) []dataset.Source {
	sources = slices.Clone(sources)
	i := slices.IndexFunc(sources, func(s dataset.Source) bool { return s.Dataset.ID == id })
	sources[i].CSV = []byte(strings.Replace(string(sources[i].CSV), from, to, 1))
	return sources
}

// described is what is said of a release, by kind and id.
func described(t *testing.T, cache *releasecache.Cache, number int, judging func(*freshness.Maker, *release.Release) freshness.Judging, now time.Time) map[string]string {
	t.Helper()
	m := freshness.NewMaker(cache, func(ctx context.Context, collect func(context.Context) (*freshness.Changes, error)) (*freshness.Changes, error) {
		return collect(ctx)
	})
	rel, err := cache.Number(t.Context(), number, now)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := m.Describe(t.Context(), rel, freshness.Subjects(rel), judging(m, rel))
	if err != nil {
		t.Fatal(err)
	}
	out := make(map[string]string)
	for _, e := range entries {
		kind, id := e.Kind, e.ID
		e.Kind, e.ID, e.Title, e.TitleEn, e.Words = "", "", "", "", ""
		text, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		out[kind+" "+id] = strings.Replace(string(text), `"kind":"","id":"","title":"","title_en":"",`, "", 1)
	}
	return out
}

// Three releases: the second brings a month and corrects a value of ind-1, the
// third changes a title only; a fourth is pending.
func TestHowNewDatasetsAndIndicatorsAre(t *testing.T) {
	lab := ledgertest.New(t, ledgertest.NewMemory())
	one := ledgertest.City(t, counts(t, "2026-08", "2026-09"))
	two := edited(ledgertest.City(t, counts(t, "2026-08", "2026-09", "2026-10")), "observations", "2017年3月8日,20979,", "2017年3月8日,20980,")
	three := edited(two, "goals", "デジタル", "電子")
	lab.Publish(ledger.Proposal{Sources: one, Reason: release.Initial})
	lab.Publish(ledger.Proposal{Sources: two, Reason: release.Correction})
	lab.Clock.Pass(5 * time.Hour)
	lab.Publish(ledger.Proposal{Sources: three, Reason: release.Correction})
	lab.Publish(ledger.Proposal{Sources: two, Reason: release.Correction, Effective: lab.Clock.Now().Add(48 * time.Hour)})
	lab.Clock.Pass(30 * 24 * time.Hour) // 1 January 2027: the pending one has come, too
	now := lab.Clock.Now()
	cache, err := releasecache.New(t.Context(), lab.Repo, now)
	if err != nil {
		t.Fatal(err)
	}
	today := func(m *freshness.Maker, _ *release.Release) freshness.Judging { return m.Today(now) }
	when := func(_ *freshness.Maker, rel *release.Release) freshness.Judging { return freshness.When(rel, now) }
	const first, second, third, fourth = `{"number":1,"effective":"2026-12-01T09:00:08+09:00"}`, `{"number":2,"effective":"2026-12-01T09:01:08+09:00"}`, `{"number":3,"effective":"2026-12-01T14:02:08+09:00"}`, `{"number":4,"effective":"2026-12-03T14:03:00+09:00"}`
	for _, c := range []struct {
		number  int
		judging func(*freshness.Maker, *release.Release) freshness.Judging
		subject string
		want    string
	}{
		{4, today, "dataset visits", `{"records":3,"covered":{"start":"2026-08-01","end":"2026-10-31"},"newest_period":{"start":"2026-10-01","end":"2026-10-31"},"last_changed":` + second + `,"frequency":"M","frequency_note":"","due":"2026-12-31","judged_on":"2026-12-31","overdue":false,"next_release":null}`},
		{1, when, "dataset visits", `{"records":2,"covered":{"start":"2026-08-01","end":"2026-09-30"},"newest_period":{"start":"2026-09-01","end":"2026-09-30"},"last_changed":` + first + `,"frequency":"M","frequency_note":"","due":"2026-11-30","judged_on":"2026-12-01","overdue":true,"next_release":null}`},
		{3, when, "dataset goals", `{"records":3,"covered":null,"newest_period":null,"last_changed":` + third + `,"frequency":null,"frequency_note":"","due":null,"judged_on":"2026-12-01","overdue":null,"next_release":null}`},
		{4, today, "dataset goals", `{"records":3,"covered":null,"newest_period":null,"last_changed":` + fourth + `,"frequency":null,"frequency_note":"","due":null,"judged_on":"2026-12-31","overdue":null,"next_release":null}`},
		{4, today, "dataset initiative_progress", `{"records":0,"covered":null,"newest_period":null,"last_changed":` + first + `,"frequency":"A","frequency_note":"","due":null,"judged_on":"2026-12-31","overdue":null,"next_release":null}`},
	} {
		if got := described(t, cache, c.number, c.judging, now)[c.subject]; got != c.want {
			t.Errorf("release %d, %s:\ngot  %s\nwant %s", c.number, c.subject, got, c.want)
		}
	}
	// A value of one indicator was corrected: the others did not change.
	got := described(t, cache, 4, today, now)
	for id, at := range map[string]string{"ind-1": second, "ind-2": first, "ind-3": first} {
		if !strings.Contains(got["indicator "+id], `"last_changed":`+at) {
			t.Errorf("%s: %s", id, got["indicator "+id])
		}
	}
	if want := `"newest_period":{"start":"2022-01-01","end":"2022-01-01"},"last_changed":` + first + `,"frequency":"A","frequency_note":"","due":"2024-01-01","judged_on":"2026-12-31","overdue":true`; !strings.Contains(got["indicator ind-3"], want) {
		t.Errorf("ind-3: %s", got["indicator ind-3"])
	}
}

// Days that are about something else, such as those of baselines, are not covered,
// and a period without a value is not the newest of an indicator.
func TestWhatIsCovered(t *testing.T) {
	lab := ledgertest.New(t, ledgertest.NewMemory())
	sources := edited(ledgertest.City(t, nil), "indicators", ",%,1,increase,,,,,,,", ",%,1,increase,3.0,2016-12-31,100.0,,,2030,")
	sources = edited(sources, "observations", "note,source\n", "note,source\nind-3,022039,2026-01-01,2026-01-01,2026年,,,M,公表なし,総務省\n")
	lab.Publish(ledger.Proposal{Sources: sources, Reason: release.Initial})
	now := lab.Clock.Now()
	cache, err := releasecache.New(t.Context(), lab.Repo, now)
	if err != nil {
		t.Fatal(err)
	}
	got := described(t, cache, 1, func(m *freshness.Maker, _ *release.Release) freshness.Judging { return m.Today(now) }, now)
	if indicators := got["dataset indicators"]; !strings.Contains(indicators, `"covered":null,"newest_period":null`) {
		t.Errorf("indicators: %s", indicators)
	}
	const want = `"newest_period":{"start":"2022-01-01","end":"2022-01-01"},`
	if one := got["indicator ind-3"]; !strings.Contains(one, want) || !strings.Contains(one, `"due":"2024-01-01"`) || strings.Contains(one, `"end":"2026-01-01"`) {
		t.Errorf("ind-3: %s", one)
	}
}

// What was withdrawn is passed over: of the rows, and of the values of indicators.
func TestAWithdrawnFileIsNoChange(t *testing.T) {
	lab := ledgertest.New(t, ledgertest.NewMemory())
	one := ledgertest.City(t, counts(t, "2026-08"))
	two := edited(ledgertest.City(t, counts(t, "2026-08", "2026-09")), "observations", "2017年3月8日,20979,", "2017年3月8日,20980,")
	lab.Publish(ledger.Proposal{Sources: one, Reason: release.Initial})
	lab.Publish(ledger.Proposal{Sources: two, Reason: release.Correction})
	lab.Publish(ledger.Proposal{Sources: one, Reason: release.Correction})
	changed := func() string {
		t.Helper()
		now := lab.Clock.Now()
		cache, err := releasecache.New(t.Context(), lab.Repo, now)
		if err != nil {
			t.Fatal(err)
		}
		got := described(t, cache, 3, func(m *freshness.Maker, _ *release.Release) freshness.Judging { return m.Today(now) }, now)
		var numbers []string
		for _, subject := range []string{"dataset visits", "dataset observations", "indicator ind-1"} {
			_, number, _ := strings.Cut(got[subject], `"last_changed":{"number":`)
			numbers = append(numbers, number[:1])
		}
		return strings.Join(numbers, " ")
	}
	before := changed()
	for _, path := range []string{"022039_visits.csv", "022039_digital_observations.csv"} {
		if _, err := lab.Repo.Withdraw(t.Context(), 2, path, "law", lab.Clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if after := changed(); before != "3 3 3" || after != "1 1 1" {
		t.Errorf("before: %s, after: %s", before, after)
	}
}

// What is pending is a scheduled release, and nothing else is known of it.
func TestTheReleaseThatIsScheduledNext(t *testing.T) {
	lab := ledgertest.New(t, ledgertest.NewMemory())
	lab.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 1), Reason: release.Initial})
	at := lab.Clock.Now().Add(48 * time.Hour)
	lab.Publish(ledger.Proposal{Sources: ledgertest.Version(t, 2), Reason: release.Correction, Effective: at})
	cache, err := releasecache.New(t.Context(), lab.Repo, lab.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	m := freshness.NewMaker(cache, nil)
	next := m.Today(lab.Clock.Now()).Next
	if next == nil || next.Number != 2 || next.Effective != release.FormatInstant(at) {
		t.Errorf("next is %+v", next)
	}
}
