package notation_test

import (
	"testing"

	"hachinohe.example/opendata/internal/lang"
	"hachinohe.example/opendata/internal/notation"
)

// A day or month that can only be one is told as it must be written.
func TestDaysAndMonthsAsPeopleWriteThem(t *testing.T) {
	const (
		noDate, noMonth = "not a date: write YYYY-MM-DD, such as 2026-04-01", "not a month: write YYYY-MM, such as 2025-05"
		noDay           = "there is no such day: check the date (YYYY-MM-DD)"
		thereIsNoMonth  = "there is no such month: check the month (YYYY-MM)"
	)
	for _, c := range []struct {
		say        func(string) lang.Text
		text, want string
	}{
		{notation.Day, "2026/4/1", "not in date notation: write 2026-04-01"},
		{notation.Day, "2026年4月1日", "not in date notation: write 2026-04-01"},
		{notation.Day, "2026-04-01 00:00:00", "not in date notation: write 2026-04-01"},
		{notation.Day, "2026-04-01 09:00:00", noDate},
		{notation.Day, "令和8年4月1日", "not in date notation: write 2026-04-01"},
		{notation.Day, "令和元年5月1日", "not in date notation: write 2019-05-01"},
		{notation.Day, "平成31年4月30日", "not in date notation: write 2019-04-30"},
		{notation.Day, "昭和64年1月7日", "not in date notation: write 1989-01-07"},
		{notation.Day, "2026/2/29", noDay},
		{notation.Day, "26/4/1", noDate},
		{notation.Day, "soon", noDate},
		{notation.Month, "2026/4", "not in month notation: write 2026-04"},
		{notation.Month, "平成元年2月", "not in month notation: write 1989-02"},
		{notation.Month, "2026年13月", thereIsNoMonth},
		{notation.Month, "26/4", noMonth},
	} {
		if wrong := c.say(c.text); wrong.En != c.want || wrong.Ja == "" {
			t.Errorf("%s: %q, want %q", c.text, wrong.En, c.want)
		}
	}
}

// A fiscal year is from April to March, and no year of the calendar is one.
func TestDaysOfFiscalYearsAndMonths(t *testing.T) {
	for _, c := range []struct {
		days              func(string) (string, string)
		text, first, last string
	}{
		{notation.FiscalYear, "2021年度", "2021-04-01", "2022-03-31"},
		{notation.FiscalYear, "令和3年度", "2021-04-01", "2022-03-31"},
		{notation.FiscalYear, "令和元年度", "2019-04-01", "2020-03-31"},
		{notation.FiscalYear, "21年度", "", ""},
		{notation.FiscalYear, "2021年", "", ""},
		{notation.FiscalYear, "2021", "", ""},
		{notation.DaysOfMonth, "2024年2月", "2024-02-01", "2024-02-29"},
		{notation.DaysOfMonth, "2024-13", "", ""},
		{notation.DaysOfMonth, "2024", "", ""},
	} {
		if first, last := c.days(c.text); first != c.first || last != c.last {
			t.Errorf("%s: %s to %s, want %s to %s", c.text, first, last, c.first, c.last)
		}
	}
}
