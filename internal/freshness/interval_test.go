package freshness_test

import (
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/internal/freshness"
	"hachinohe.example/opendata/internal/release"
	"hachinohe.example/opendata/internal/warning"
)

func TestTheNextValueIsDueTwoIntervalsLater(t *testing.T) {
	for _, c := range []struct{ newest, code, want string }{
		{"2022-01-01", "A", "2024-01-01"},
		{"2027-03-31", "A", "2029-03-31"}, // a fiscal year ends, the next one passes, and a year to publish
		{"2024-02-29", "A", "2026-02-28"}, // the last day of a month stays one
		{"2022-02-28", "A", "2024-02-29"},
		{"2022-12-31", "M", "2023-02-28"},
		{"2022-12-30", "M", "2023-02-28"}, // a day that the month does not have
		{"2022-11-30", "Q", "2023-05-31"},
		{"2022-08-31", "S", "2023-08-31"},
		{"2022-12-25", "W", "2023-01-08"},
		{"2022-12-31", "D", "2023-01-02"},
		{"2022-12-31", "OM", ""},
		{"2022-12-31", "OA", ""},
		{"2022-12-31", "_O", ""},
		{"2022-12-31", "", ""},
	} {
		newest, err := time.Parse(time.DateOnly, c.newest)
		if err != nil {
			t.Fatal(err)
		}
		due, ok := freshness.Due(newest, c.code)
		if got := due.Format(time.DateOnly); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s %s: %s, %t, want %q", c.newest, c.code, got, ok, c.want)
		}
	}
}

// It is judged on the day on which the release came into effect, which is not late
// itself on the day that is due.
func TestOverdueIsJudgedByTheRelease(t *testing.T) {
	for _, c := range []struct {
		newest, code, effective string
		late                    bool
	}{
		{"2022-01-01", "A", "2024-01-01", false},
		{"2022-01-01", "A", "2024-01-02", true},
		{"2022-01-01", "OM", "2099-01-01", false},
		{"", "A", "2099-01-01", false},
	} {
		effective, err := time.ParseInLocation(time.DateOnly, c.effective, release.Japan())
		if err != nil {
			t.Fatal(err)
		}
		rel := &release.Release{Meta: release.Meta{Effective: effective}}
		w, late := freshness.Overdue(c.newest, c.code, rel, warning.Place{IndicatorID: "x"})
		if late != c.late || late && (w.Code != warning.Overdue || w.Place.IndicatorID != "x" || !strings.Contains(w.MessageEn, "2024-01-01")) {
			t.Errorf("%+v: %+v, %t", c, w, late)
		}
	}
}

// However the interval falls, a due day lies two intervals later and never in the
// month before or after that.
func TestDueDaysFollowTheCalendar(t *testing.T) {
	months := map[string]int{"A": 12, "S": 6, "Q": 3, "M": 1}
	for day := time.Date(2015, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 2045; day = day.AddDate(0, 0, 1) {
		for code, n := range months {
			due, ok := freshness.Due(day, code)
			passed := (due.Year()-day.Year())*12 + int(due.Month()-day.Month())
			if !ok || passed != 2*n || due.Day() > day.Day() && due.AddDate(0, 0, 1).Day() != 1 {
				t.Fatalf("%s %s: %s", day.Format(time.DateOnly), code, due.Format(time.DateOnly))
			}
		}
	}
}

func TestWordsOfAFrequencyAreReadAsItsCode(t *testing.T) {
	for words, want := range map[string]string{"1年に1回": "A", "1年ごと": "A", "半年ごと": "S", "四半期ごと": "Q", "毎週": "W", "毎日": "D", "不定期（おおむね年単位）": "OA", "その他": "_O", "毎月": "M", "四半期に1回": "Q", "計画の改定時": "", "データの公表時": "", "": ""} {
		if got := freshness.CodeOf(words); got != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
}
