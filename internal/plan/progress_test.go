package plan_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/fixture/absent"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/progress"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/source"
)

// withTarget is a release whose ind-2 has a target, and rows of it beside its own.
func withTarget(t *testing.T, rows string, less ...string) *release.Release {
	t.Helper()
	sources, err := source.Read(dataset.Embedded(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range sources {
		switch s := &sources[i]; s.Dataset.ID {
		case "indicators":
			s.CSV = []byte(strings.Replace(string(s.CSV), ",%,1,increase,,,,,,,", ",%,1,increase,3.0,2016-12-31,100.0,,,2030,", 1))
		case "observations":
			s.CSV = append(slices.Clone(s.CSV), rows...)
		}
	}
	for _, column := range less {
		if sources, err = absent.Column(sources, "indicators", column); err != nil {
			t.Fatal(err)
		}
	}
	rel, err := release.Build(release.Embedded(), sources)
	if err != nil {
		t.Fatal(err)
	}
	return rel
}

func judged(t *testing.T, rel *release.Release, id string) (plan.IndicatorProgress, error) {
	t.Helper()
	p, err := plan.NewProgress(rel, plan.Indicators())
	if err != nil {
		t.Fatal(err)
	}
	row, _, err := plan.Indicators().Item(p.Set(), id)
	if err != nil {
		t.Fatal(err)
	}
	found, _, err := p.Of(t.Context(), row, dataset.CityCode)
	return found, err
}

// What a release does not have is not set: of a method that needs it there is a
// reason, and of the others the result.
func TestProgressOfReleasesThatSayLess(t *testing.T) {
	for _, c := range []struct {
		less string
		want progress.Status
		why  progress.Reason
		path progress.Reason
	}{
		{"", progress.OnTrack, "", ""},
		{"target", progress.NotComputable, progress.NoTarget, ""},
		{"baseline", progress.NotComputable, progress.NoBaseline, ""},
		{"baseline_date", progress.NotComputable, progress.NoBaselineDate, progress.NoBaselineDate},
		{"target_fiscal_year", progress.NotComputable, progress.NoTargetDate, progress.NoTargetDate},
		{"desired_direction", progress.NotComputable, progress.NoDirection, ""},
		{"target_lower", progress.OnTrack, "", ""},
		{"target_upper", progress.OnTrack, "", ""},
		{"frequency", progress.OnTrack, "", ""},
	} {
		t.Run(c.less, func(t *testing.T) {
			var less []string
			if c.less != "" {
				less = []string{c.less}
			}
			got, err := judged(t, withTarget(t, "", less...), "ind-2")
			if err != nil || got.Status.Status != c.want || got.Status.Reason != c.why || got.Linear.PathReason != c.path || got.Series.Observations != 47 || got.Series.Breaks != 6 {
				t.Errorf("got %s %s, %s, %+v, %v", got.Status.Status, got.Status.Reason, got.Linear.PathReason, got.Series, err)
			}
		})
	}
}

// The values are judged in the order in which their periods end, whatever the order
// of the rows is.
func TestTheNewestValueIsOfThePeriodThatEndsLast(t *testing.T) {
	got, err := judged(t, withTarget(t, "ind-2,022039,2016-01-01,2023-03-31,長い期間,55.5,,A,,架空\n"), "ind-2")
	if err != nil || got.Date != "2023-03-31" || got.Series.PeriodEnd != "2023-03-31" {
		t.Errorf("got %s, %+v, %v", got.Date, got.Series, err)
	}
}

func TestASeriesThatIsTooLong(t *testing.T) {
	var rows strings.Builder
	day := time.Date(1850, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 50_000 {
		fmt.Fprintf(&rows, "ind-2,022039,%[1]s,%[1]s,日,1.0,,A,,架空\n", day.Format(time.DateOnly))
		day = day.AddDate(0, 0, 1)
	}
	if _, err := judged(t, withTarget(t, rows.String()), "ind-2"); fault.KindOf(err) != fault.TooLarge {
		t.Errorf("got %v", err)
	}
}

// Whoever judges all indicators reads them, and their values.
func TestAllRowsAreThoseOfIndicatorsAndValues(t *testing.T) {
	rel := withTarget(t, "")
	p, err := plan.NewProgress(rel, plan.Indicators())
	if err != nil {
		t.Fatal(err)
	}
	values, _ := rel.Set(plan.ValuesID)
	if got, want := p.AllRows(), p.Set().Table.Len()+values.Table.Len(); got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}
