package plan_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"hachinohe.example/opendata/internal/param"
	"hachinohe.example/opendata/internal/plan"
)

// A day lies in a month or year if it begins with it: since and until find the rows
// that a comparison of these letters does, whichever notation they have.
func TestPeriodsAreThoseOfTheLetters(t *testing.T) {
	rel, r := without(t, "", ""), rand.New(rand.NewPCG(5, 8))
	rows := set(t, rel, "observations").Table
	first, last, indicator := rows.Index("period_start"), rows.Index("period_end"), rows.Index("indicator_id")
	some := func() string {
		day := fmt.Sprintf("%04d-%02d-%02d", 2015+r.IntN(10), 1+r.IntN(12), 1+r.IntN(28))
		if r.IntN(2) == 0 {
			day = rows.Text(first, r.IntN(rows.Len()))
		}
		return day[:[]int{len("2006"), len("2006-01"), len("2006-01-02")}[r.IntN(3)]]
	}
	refused := 0
	for range 500 {
		since, until := some(), some()
		shared := min(len(since), len(until))
		n, _, err := counted(t, rel, plan.Observations(), "ind-1", "since="+since+"&until="+until)
		if crossed := since[:shared] > until[:shared]; crossed != (err != nil) {
			t.Fatalf("since=%s&until=%s: %v", since, until, err)
		}
		if err != nil {
			refused++
			continue
		}
		want := 0
		for row := range rows.Len() {
			if rows.Text(indicator, row) == "ind-1" && rows.Text(first, row)[:len(since)] >= since && rows.Text(last, row)[:len(until)] <= until {
				want++
			}
		}
		if n != want {
			t.Errorf("since=%s&until=%s finds %d rows, want %d", since, until, n, want)
		}
	}
	if refused == 0 || refused == 500 {
		t.Errorf("%d of 500 were refused", refused)
	}
}

func TestDaysThatSinceAndUntilMean(t *testing.T) {
	rows := set(t, without(t, "", ""), "observations")
	for _, c := range []struct{ raw, start, end string }{
		{"", "", ""},
		{"since=2021", "2021-01-01", ""},
		{"until=2021", "", "2021-12-31"},
		{"since=2024-02&until=2024-02", "2024-02-01", "2024-02-29"},
		{"since=2023-02&until=2023-02", "2023-02-01", "2023-02-28"},
		{"since=2021-12&until=2021-12", "2021-12-01", "2021-12-31"},
		{"since=2021-05-01&until=2021", "2021-05-01", "2021-12-31"},
		{"until=9999", "", "9999-12-31"},
	} {
		values, err := param.Read(c.raw)
		if err != nil {
			t.Fatal(err)
		}
		p := param.New(values)
		b, err := plan.Observations().Period(p, rows)
		if wrong := p.Done(); err != nil || wrong != nil || b.Start != c.start || b.End != c.end {
			t.Errorf("%s means %q to %q: %v, %v", c.raw, b.Start, b.End, err, wrong)
		}
	}
}
