package plan_test

import (
	"slices"
	"strings"
	"testing"

	"hachinohe.example/opendata/internal/plan"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/table"
)

// observed is the observations with these rows: indicator, day, value.
func observed(t *testing.T, as *release.Set, rows ...string) *release.Set {
	t.Helper()
	var cells [][]string
	for _, row := range rows {
		given := strings.Fields(row)
		values := map[string]string{"indicator_id": given[0], "area_code": "022039", "period_start": given[1], "period_end": given[1], "label": given[1], "value": given[2], "status": "A", "source": "test"}
		var line []string
		for _, c := range as.Schema.Data() {
			line = append(line, values[c.Name])
		}
		cells = append(cells, line)
	}
	out := *as
	var err error
	if out.Table, err = table.FromRows(as.Schema, cells); err != nil {
		t.Fatal(err)
	}
	return &out
}

// versions prints a history: day, value, from, to and reason of every version.
func versions(t *testing.T, h *plan.History) []string {
	t.Helper()
	s, err := h.Set()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for row := range s.Table.Len() {
		var cells []string
		for _, name := range []string{"period_start", "value", "valid_from_release", "valid_to_release", "reason"} {
			if i := s.Table.Index(name); i >= 0 {
				cells = append(cells, s.Table.Text(i, row))
			}
		}
		out = append(out, strings.Join(cells, " "))
	}
	return out
}

func TestHistoryHasEveryVersion(t *testing.T) {
	now := set(t, without(t, "", ""), "observations")
	h := plan.NewHistory(plan.HistorySet(now), plan.Observations(), "ind-1")
	for i, s := range []*release.Set{
		observed(t, now, "ind-1 2020-01-01 5", "ind-1 2021-01-01 7", "ind-2 2020-01-01 1"),
		observed(t, now, "ind-1 2020-01-01 6", "ind-1 2021-01-01 7", "ind-2 2020-01-01 2"), // corrected
		observed(t, now, "ind-1 2020-01-01 6", "ind-1 2021-01-01 7", "ind-1 2022-01-01 8"), // new
		observed(t, now, "ind-1 2020-01-01 6", "ind-1 2022-01-01 8"),                       // taken out
		set(t, without(t, "observations", "indicator_id"), "observations"),                 // passed over
		observed(t, now, "ind-1 2020-01-01 5", "ind-1 2022-01-01 8"),                       // as it was at first
	} {
		if err := h.Add(t.Context(), s, i+1, release.Reasons()[i%2].Reason); err != nil {
			t.Fatal(err)
		}
	}
	odd, even := string(release.Reasons()[0].Reason), string(release.Reasons()[1].Reason)
	want := []string{
		"2020-01-01 5 1 2 " + odd, "2020-01-01 6 2 6 " + even, "2020-01-01 5 6  " + even,
		"2021-01-01 7 1 4 " + odd,
		"2022-01-01 8 3  " + odd,
	}
	if got := versions(t, h); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if again := versions(t, h); !slices.Equal(again, want) {
		t.Errorf("asked again: %q", again)
	}
}

// A version has the columns of the release that answers: what an earlier one did
// not have stays empty, what it alone had is not shown.
func TestHistoryHasTheColumnsOfTheReleaseThatAnswers(t *testing.T) {
	now, older := set(t, without(t, "", ""), "observations"), set(t, without(t, "observations", "value"), "observations")
	rows := []string{"ind-1 2020-01-01 5"}
	for _, c := range []struct {
		name                   string
		answering, first, next *release.Set
		want                   []string
	}{
		{"a new column", now, older, now, []string{"2020-01-01  1 2 initial", "2020-01-01 5 2  initial"}},
		{"a column that was dropped", older, now, older, []string{"2020-01-01 1  initial"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := plan.NewHistory(plan.HistorySet(c.answering), plan.Observations(), "ind-1")
			for i, s := range []*release.Set{c.first, c.next} {
				if err := h.Add(t.Context(), observed(t, s, rows...), i+1, release.Initial); err != nil {
					t.Fatal(err)
				}
			}
			if got := versions(t, h); !slices.Equal(got, c.want) {
				t.Errorf("got %q", got)
			}
		})
	}
}
