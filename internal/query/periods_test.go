package query_test

import (
	"net/url"
	"strconv"
	"testing"

	"hachinohe.example/opendata/internal/query"
	"hachinohe.example/opendata/internal/table"
)

// The key of a group by a period is the condition that finds the rows of the
// group: of every date and month of every dataset, and with every period.
func TestKeysOfPeriodsAreConditions(t *testing.T) {
	in, tried := subject(t, "halls").In, 0
	for i := range in.Sets {
		s := query.Subject{Set: &in.Sets[i], In: in}
		for column := range s.Set.Table.Columns() {
			c := s.Set.Table.Column(column)
			for _, b := range table.Buckets() {
				if !b.Applies(c.Type) {
					continue
				}
				tried++
				for key, want := range groupsOf(t, s, c.Name+"."+string(b)) {
					raw := c.Name + "." + string(b) + "=" + url.QueryEscape(key)
					if key == "" {
						raw = c.Name + "." + string(b) + ".is_null=true"
					}
					if got := found(t, s, raw); got != want {
						t.Errorf("%s?%s finds %d rows, the group has %d", s.Set.ID, raw, got, want)
					}
				}
			}
		}
	}
	if tried < 4*len(table.Buckets()) {
		t.Errorf("only %d periods of columns were tried", tried)
	}
}

// groupsOf returns how many rows each group has.
func groupsOf(t *testing.T, s query.Subject, by string) map[string]int {
	t.Helper()
	q := parsed(t, s, "group_by="+by)
	ask, err := q.Rows(t.Context(), s.Set.Table)
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.Set.Table.Group(t.Context(), ask, *q.Group)
	if err != nil {
		t.Fatal(err)
	}
	groups := make(map[string]int)
	for row := range made.Len() {
		n, err := strconv.Atoi(made.Text(1, row))
		if err != nil {
			t.Fatal(err)
		}
		groups[made.Text(0, row)] = n
	}
	return groups
}

// found returns how many rows a query finds.
func found(t *testing.T, s query.Subject, raw string) int {
	t.Helper()
	ask, err := parsed(t, s, raw).Rows(t.Context(), s.Set.Table)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.Set.Table.Select(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	return rows.Count
}
