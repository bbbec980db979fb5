package plan_test

import (
	"maps"
	"testing"

	"hachinohe.example/opendata/internal/fault"
	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// counted returns how many rows of a series a request finds, and what is wrong
// with it.
func counted(t *testing.T, rel *release.Release, s plan.Series, record, raw string) (n int, given map[string]string, err error) {
	t.Helper()
	values, err := param.Read(raw)
	if err != nil {
		t.Fatal(err)
	}
	p, rows := param.New(values), set(t, rel, s.Dataset)
	bounds, err := s.Period(p, rows)
	if err != nil {
		return 0, nil, err
	}
	of, err := s.Of(rows, record)
	if err != nil {
		return 0, nil, err
	}
	found, err := rows.Table.Select(t.Context(), table.Query{Filters: append(bounds.Filters, of)})
	if err != nil {
		t.Fatal(err)
	}
	return found.Count, bounds.Given, p.Done()
}

func TestPeriodOfASeries(t *testing.T) {
	rel := without(t, "", "")
	for _, c := range []struct {
		name, raw string
		want      int
		given     map[string]string
	}{
		{"all", "", 47, map[string]string{}},
		{"since the day of a value", "since=2022-06-30", 7, map[string]string{"since": "2022-06-30"}},
		{"since the day after", "since=2022-07-01", 6, map[string]string{"since": "2022-07-01"}},
		{"until the day of a value", "until=2017-03-08", 1, map[string]string{"until": "2017-03-08"}},
		{"until the day before", "until=2017-03-07", 0, map[string]string{"until": "2017-03-07"}},
		{"both ends", "since=2022-06-01&until=2022-06-30", 2, map[string]string{"since": "2022-06-01", "until": "2022-06-30"}},
		{"a month", "since=2022-06&until=2022-06", 2, map[string]string{"since": "2022-06", "until": "2022-06"}},
		{"a year is that of the calendar", "since=2022&until=2022", 13, map[string]string{"since": "2022", "until": "2022"}},
		{"a year to a day", "since=2022&until=2022-06-30", 7, map[string]string{"since": "2022", "until": "2022-06-30"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, given, err := counted(t, rel, plan.Observations(), "ind-1", c.raw)
			if err != nil || n != c.want || !maps.Equal(given, c.given) {
				t.Errorf("got %d rows, %v, %v", n, given, err)
			}
		})
	}
	for _, raw := range []string{
		"since=2022-02-30", "until=2022-13", "until=22", "since=２０２２", "since=2022-6", "since=2022年度", "since=2022-06-30T00:00:00Z", "since=",
		"since=2022&until=2021", "since=2022-06-30&until=2022-06-29", "since=2022-07&until=2022-06-30", "since=2022-01-01&since=2023-01-01",
	} {
		if _, given, err := counted(t, rel, plan.Observations(), "ind-1", raw); err == nil {
			t.Errorf("%s is taken for %v", raw, given)
		}
	}
}

// A series whose rows are about no period knows neither since nor until.
func TestPeriodOfASeriesWithoutPeriods(t *testing.T) {
	rel, policies := without(t, "", ""), plan.Series{Path: "measures", Dataset: "policies", Parent: "goal_id"}
	if n, _, err := counted(t, rel, policies, "g-1", ""); err != nil || n != 5 {
		t.Errorf("got %d rows, %v", n, err)
	}
	if _, _, err := counted(t, rel, policies, "g-1", "since=2022-01-01"); fault.KindOf(err) != fault.Invalid {
		t.Errorf("since is answered with %v", err)
	}
}

// A cursor into the rows of one record, or of one period, is none into others.
func TestScopeOfASeries(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range [][2]string{{"ind-1", ""}, {"ind-2", ""}, {"ind-1", "since=2022-01-01"}, {"ind-1", "until=2022-01-01"}} {
		seen[plan.Observations().Scope(c[0], c[1])] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d scopes", len(seen))
	}
}

func TestSeriesSaysWhichColumnAReleaseLacks(t *testing.T) {
	for _, c := range []struct{ column, raw, missing string }{
		{"indicator_id", "", "column indicator_id of observations"},
		{"period_start", "since=2022-01-01", "column period_start of observations"},
		{"period_start", "until=2022-01-01", ""},
		{"period_end", "until=2022-01-01", "column period_end of observations"},
		{"period_end", "since=2022-01-01", ""},
	} {
		t.Run(c.column+" "+c.raw, func(t *testing.T) {
			_, _, err := counted(t, without(t, "observations", c.column), plan.Observations(), "ind-1", c.raw)
			lacks(t, err, c.missing)
		})
	}
}
