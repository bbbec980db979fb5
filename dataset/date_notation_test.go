package dataset_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
)

// A day or month that can only be one is told as it must be written.
func TestDaysAndMonthsAsPeopleWriteThem(t *testing.T) {
	const (
		noDate, noMonth = "not a date: write YYYY-MM-DD, such as 2026-04-01", "not a month: write YYYY-MM, such as 2025-05"
		noDay           = "there is no such day: check the date (YYYY-MM-DD)"
		thereIsNoMonth  = "there is no such month: check the month (YYYY-MM)"
	)
	for _, c := range []struct {
		kind       dataset.Type
		cell, want string
	}{
		{dataset.DateType, "2026/4/1", "not in date notation: write 2026-04-01"},
		{dataset.DateType, "2026年4月1日", "not in date notation: write 2026-04-01"},
		{dataset.DateType, "2026-04-01 00:00:00", "not in date notation: write 2026-04-01"},
		{dataset.DateType, "2026-04-01 09:00:00", noDate},
		{dataset.DateType, "令和8年4月1日", "not in date notation: write 2026-04-01"},
		{dataset.DateType, "令和元年5月1日", "not in date notation: write 2019-05-01"},
		{dataset.DateType, "平成31年4月30日", "not in date notation: write 2019-04-30"},
		{dataset.DateType, "昭和64年1月7日", "not in date notation: write 1989-01-07"},
		{dataset.DateType, "2026/2/29", noDay},
		{dataset.DateType, "26/4/1", noDate},
		{dataset.DateType, "soon", noDate},
		{dataset.MonthType, "2026/4", "not in month notation: write 2026-04"},
		{dataset.MonthType, "平成元年2月", "not in month notation: write 1989-02"},
		{dataset.MonthType, "2026年13月", thereIsNoMonth},
		{dataset.MonthType, "26/4", noMonth},
	} {
		if _, wrong := (dataset.Column{Type: c.kind}).Parse(c.cell); wrong.En != c.want || wrong.Ja == "" {
			t.Errorf("%s: %q, want %q", c.cell, wrong.En, c.want)
		}
	}
}
