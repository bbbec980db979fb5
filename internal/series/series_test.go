package series_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/series"
)

func day(t *testing.T, text string) series.Day {
	t.Helper()
	v, wrong := dataset.DateType.Parse(text)
	if !wrong.Empty() {
		t.Fatal(text, wrong.En)
	}
	return v.Int
}

func number(t *testing.T, text string) dataset.Value {
	t.Helper()
	v, wrong := dataset.Column{Type: dataset.Number}.Parse(text)
	if !wrong.Empty() {
		t.Fatal(text, wrong.En)
	}
	return v
}

func text(p series.Point) string {
	if p.Value.Missing {
		return ""
	}
	return string(dataset.Number.Append(nil, p.Value))
}

// stocks makes a series of "day value status".
func stocks(t *testing.T, rows ...[3]string) []series.Point {
	t.Helper()
	var points []series.Point
	for i, r := range rows {
		d := day(t, r[0])
		points = append(points, series.Observed(i, d, d, number(t, r[1]), series.Status(r[2][0])))
	}
	return points
}

func days(d series.Day) string { return time.Unix(d*86400, 0).UTC().Format(time.DateOnly) }

// line is what tests compare: period, value, status and what else is said of it.
func line(p series.Point) string {
	s := fmt.Sprintf("%s/%s %q %c n=%d complete=%t", days(p.Start), days(p.End), text(p), p.Status, p.Count, p.Complete)
	if p.Status == series.Break {
		s += " broken=" + days(p.Broken)
	}
	if p.Undefined != series.Defined {
		s += " " + p.Undefined.String()
	}
	return s
}

func compare(t *testing.T, got []series.Point, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d points, want %d: %v", len(got), len(want), got)
	}
	for i := range got {
		if line(got[i]) != want[i] {
			t.Errorf("point %d:\ngot  %s\nwant %s", i, line(got[i]), want[i])
		}
	}
}

var month = series.StepOf("OM")

// The last value stands for a year; one whose last value is of December is not
// complete, and one that spans a break says so.
func TestFiscalYears(t *testing.T) {
	points := stocks(t,
		[3]string{"2020-04-01", "100", "A"}, [3]string{"2021-03-31", "120", "E"},
		[3]string{"2021-04-01", "121", "A"}, [3]string{"2021-09-01", "125", "B"}, [3]string{"2022-03-01", "150", "A"},
		[3]string{"2022-12-31", "200", "P"})
	got, left := series.Convert(points, series.FiscalYear, series.Last, month)
	compare(t, got,
		`2020-04-01/2021-03-31 "120" E n=2 complete=true`,
		`2021-04-01/2022-03-31 "150" B n=3 complete=true broken=2021-09-01`,
		`2022-04-01/2023-03-31 "200" P n=1 complete=false`)
	if left != 0 {
		t.Error("left out:", left)
	}
	compare(t, series.Transformed(got, series.FiscalYear, series.Change, nil),
		`2020-04-01/2021-03-31 "" M n=2 complete=true 直前の期間の値がない`,
		`2021-04-01/2022-03-31 "30" B n=3 complete=true broken=2021-09-01`,
		`2022-04-01/2023-03-31 "50" P n=1 complete=false`)
}

func TestAggregations(t *testing.T) {
	points := stocks(t,
		[3]string{"2021-01-31", "10.0", "A"}, [3]string{"2021-02-28", "7.0", "P"}, [3]string{"2021-03-31", "7.5", "A"},
		[3]string{"2021-04-30", "1.0", "A"}, [3]string{"2021-05-31", "", "M"}, [3]string{"2021-06-30", "2.0", "E"})
	for _, test := range []struct {
		as            series.Aggregation
		first, second string
	}{
		{series.Last, `"7.5" A n=3 complete=true`, `"2.0" E n=2 complete=true`},
		{series.First, `"10.0" A n=3 complete=true`, `"1.0" A n=2 complete=true`},
		{series.Min, `"7.0" P n=3 complete=true`, `"1.0" A n=2 complete=false`},
		{series.Max, `"10.0" A n=3 complete=true`, `"2.0" E n=2 complete=false`},
		{series.Sum, `"24.5" P n=3 complete=true`, `"3.0" E n=2 complete=false`},
		{series.Avg, `"8.16667" P n=3 complete=true`, `"1.50000" E n=2 complete=false`},
	} {
		got, _ := series.Convert(points, series.Quarter, test.as, month)
		compare(t, got, "2021-01-01/2021-03-31 "+test.first, "2021-04-01/2021-06-30 "+test.second)
	}
}

// What is longer than a period of the frequency is in none of them.
func TestLongerPeriodsAreLeftOut(t *testing.T) {
	points := []series.Point{
		series.Observed(0, day(t, "2020-04-01"), day(t, "2021-03-31"), number(t, "1"), series.Normal),
		series.Observed(1, day(t, "2021-04-01"), day(t, "2021-04-30"), number(t, "2"), series.Normal),
	}
	got, left := series.Convert(points, series.Year, series.Sum, month)
	compare(t, got, `2021-01-01/2021-12-31 "2" A n=1 complete=false`)
	if left != 1 {
		t.Error("left out:", left)
	}
}

// A period is compared with the one before it, not with the last that is there.
func TestAGapHasNoChange(t *testing.T) {
	points := stocks(t, [3]string{"2019-12-31", "5", "A"}, [3]string{"2021-12-31", "7", "A"}, [3]string{"2022-12-31", "0", "A"}, [3]string{"2023-12-31", "4", "A"})
	years, _ := series.Convert(points, series.Year, series.Last, month)
	compare(t, series.Transformed(years, series.Year, series.PercentChange, nil),
		`2019-01-01/2019-12-31 "" M n=1 complete=true 直前の期間の値がない`,
		`2021-01-01/2021-12-31 "" M n=1 complete=true 直前の期間の値がない`,
		`2022-01-01/2022-12-31 "-100.00" A n=1 complete=true`,
		`2023-01-01/2023-12-31 "" M n=1 complete=true 比べる値が0`)
}

// The same day one year before; the end of a month corresponds to the end.
func TestYearOnYear(t *testing.T) {
	points := stocks(t,
		[3]string{"2019-02-28", "100", "A"}, [3]string{"2020-02-29", "150", "A"}, [3]string{"2021-02-28", "120", "A"},
		[3]string{"2021-03-15", "120", "A"}, [3]string{"2022-03-14", "120", "A"})
	compare(t, series.Transformed(points, series.AsPublished, series.YearOnYear, nil),
		`2019-02-28/2019-02-28 "" M n=1 complete=true 1年前の同じ期間の値がない`,
		`2020-02-29/2020-02-29 "50.00" A n=1 complete=true`,
		`2021-02-28/2021-02-28 "-20.00" A n=1 complete=true`,
		`2021-03-15/2021-03-15 "" M n=1 complete=true 1年前の同じ期間の値がない`,
		`2022-03-14/2022-03-14 "" M n=1 complete=true 1年前の同じ期間の値がない`)
}

// The base of an index is the last period that begins in what is given, and what
// lies on the other side of a break says so.
func TestIndex(t *testing.T) {
	points := stocks(t, [3]string{"2020-03-01", "80", "A"}, [3]string{"2020-03-20", "50", "A"}, [3]string{"2020-04-01", "75", "B"}, [3]string{"2020-05-01", "60", "P"})
	base := &series.Span{First: day(t, "2020-03-01"), Last: day(t, "2020-03-31")}
	compare(t, series.Transformed(points, series.AsPublished, series.Index, base),
		`2020-03-01/2020-03-01 "160.00" A n=1 complete=true`,
		`2020-03-20/2020-03-20 "100.00" A n=1 complete=true`,
		`2020-04-01/2020-04-01 "150.00" B n=1 complete=true broken=2020-04-01`,
		`2020-05-01/2020-05-01 "120.00" B n=1 complete=true broken=2020-04-01`)
	none := &series.Span{First: day(t, "1999-01-01"), Last: day(t, "1999-12-31")}
	for _, p := range series.Transformed(points, series.AsPublished, series.Index, none) {
		if !p.Value.Missing || p.Undefined != series.NoBase {
			t.Error(line(p))
		}
	}
	if got := text(series.Transformed(points, series.AsPublished, series.Index, nil)[1]); got != "62.50" {
		t.Error("without a base the first value is it:", got)
	}
}

// A value before a break is not compared silently with one behind it, although the
// break lies inside the period of the first.
func TestABreakInsideTheEarlierPeriod(t *testing.T) {
	points := stocks(t, [3]string{"2020-01-31", "10", "A"}, [3]string{"2020-06-30", "20", "B"}, [3]string{"2021-01-31", "30", "A"})
	for as, want := range map[series.Aggregation]series.Status{series.Last: series.Normal, series.First: series.Break, series.Avg: series.Break} {
		years, _ := series.Convert(points, series.Year, as, month)
		if got := series.Transformed(years, series.Year, series.Change, nil)[1].Status; got != want {
			t.Errorf("%s: %c, want %c", as, got, want)
		}
	}
}

func TestStatusesOfRealBreaksSurviveEveryFrequency(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		points := randomSeries(r)
		for _, f := range []series.Frequency{series.FiscalYear, series.Year, series.Quarter, series.Month} {
			got, _ := series.Convert(points, f, series.Last, month)
			for _, p := range points {
				if p.Status != series.Break {
					continue
				}
				for _, g := range got {
					if g.Start <= p.Start && p.End <= g.End && !g.Value.Missing && g.Status != series.Break {
						t.Fatalf("%s hides the break of %s", line(g), line(p))
					}
				}
			}
		}
	}
}

// randomSeries has values of all sizes and decimals, gaps and missing values.
func randomSeries(r *rand.Rand) []series.Point {
	var points []series.Point
	d := series.Day(15000 + r.IntN(5000))
	same := r.IntN(2) == 0
	for i := range 1 + r.IntN(20) {
		v := dataset.Value{Int: r.Int64N(dataset.MaxNumber>>r.IntN(60)+1) * int64(1-2*r.IntN(2)), Scale: uint8(r.IntN(10))}
		if same {
			v.Scale = 1
		}
		status := series.Status("AAAAABEP"[r.IntN(8)])
		if r.IntN(10) == 0 {
			v, status = dataset.Value{Missing: true}, series.Missing
		}
		points = append(points, series.Observed(i, d, d, v, status))
		d += []int64{1, 30, 31, 365, 366}[r.IntN(5)]
	}
	return points
}

func rat(v dataset.Value) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(v.Int), big.NewInt(dataset.Pow10(v.Scale)))
}

// rounded writes a number with decimals, half away from zero, "" beyond 18 digits.
func rounded(q *big.Rat, decimals int) string {
	s := q.FloatString(decimals) // rounds half away from zero
	if isZeroText(s) {
		return strings.TrimPrefix(s, "-")
	}
	if _, wrong := (dataset.Column{Type: dataset.Number}).Parse(s); !wrong.Empty() {
		return ""
	}
	return s
}

func isZeroText(s string) bool {
	q, ok := new(big.Rat).SetString(s)
	return ok && q.Sign() == 0
}

// naive computes a transform of one point from the definition.
func naive(points []series.Point, i int, t series.Transform, base int) string {
	other := i - 1
	switch t {
	case series.Index:
		other = base
	case series.YearOnYear:
		other = -1
		want := time.Unix(points[i].Start*86400, 0).UTC()
		same := want.AddDate(-1, 0, 0)
		end := time.Date(want.Year()-1, want.Month()+1, 0, 0, 0, 0, 0, time.UTC)
		atEnd := want.AddDate(0, 0, 1).Day() == 1
		for j := range points {
			at := time.Unix(points[j].Start*86400, 0).UTC()
			if at.Equal(same) && same.Day() == want.Day() {
				other = j
				break
			}
			if at.Equal(end) && atEnd {
				other = j
			}
		}
	case series.Change, series.PercentChange, series.Values:
	}
	if other < 0 || points[i].Value.Missing || points[other].Value.Missing {
		return ""
	}
	a, b := rat(points[i].Value), rat(points[other].Value)
	if t == series.Change {
		return rounded(a.Sub(a, b), int(max(points[i].Value.Scale, points[other].Value.Scale)))
	}
	if b.Sign() == 0 {
		return ""
	}
	q := a.Mul(a.Quo(a, b), big.NewRat(100, 1))
	if t != series.Index {
		q.Sub(q, big.NewRat(100, 1))
	}
	return rounded(q, 2)
}

func naiveBase(points []series.Point) int {
	for i, p := range points {
		if !p.Value.Missing && p.Value.Int != 0 {
			return i
		}
	}
	return -1
}

func TestTransformsAgreeWithAPlainLoopOverFractions(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 11))
	transforms := []series.Transform{series.Change, series.PercentChange, series.YearOnYear, series.Index}
	cases, defined := 0, map[series.Transform]int{}
	for cases < 200_000 {
		points := randomSeries(r)
		base := naiveBase(points)
		for _, kind := range transforms {
			for i, p := range series.Transformed(points, series.AsPublished, kind, nil) {
				cases++
				want := naive(points, i, kind, base)
				if got := text(p); got != want {
					t.Fatalf("%s of %v at %d: %q, want %q (%s)", kind, points, i, got, want, p.Undefined)
				}
				if (want == "") != (p.Undefined != series.Defined) || (want == "") != (p.Status == series.Missing) {
					t.Fatalf("%s: %s", kind, line(p))
				}
				if want != "" {
					defined[kind]++
				}
			}
		}
	}
	for _, kind := range transforms {
		if defined[kind] < 1000 {
			t.Errorf("%s: only %d values", kind, defined[kind])
		}
	}
}

func TestAggregationsAgreeWithAPlainLoopOverFractions(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 17))
	for cases := 0; cases < 100_000; {
		points := randomSeries(r)
		for _, f := range []series.Frequency{series.FiscalYear, series.Year, series.Quarter, series.Month} {
			for _, as := range []series.Aggregation{series.First, series.Last, series.Sum, series.Avg, series.Min, series.Max} {
				got, _ := series.Convert(points, f, as, month)
				for _, g := range got {
					cases++
					if want := naiveGroup(points, g, as); text(g) != want {
						t.Fatalf("%s of %v: %s, want %q", as, points, line(g), want)
					}
				}
			}
		}
	}
}

func naiveGroup(points []series.Point, g series.Point, as series.Aggregation) string {
	var chosen *series.Point
	sum, n, scale := new(big.Rat), 0, uint8(0)
	for i := range points {
		p := &points[i]
		if p.Value.Missing || p.Start < g.Start || p.End > g.End {
			continue
		}
		n, scale = n+1, max(scale, p.Value.Scale)
		sum.Add(sum, rat(p.Value))
		if chosen == nil || as == series.Last || as == series.Min && rat(p.Value).Cmp(rat(chosen.Value)) < 0 || as == series.Max && rat(p.Value).Cmp(rat(chosen.Value)) > 0 {
			chosen = p
		}
	}
	switch {
	case n == 0:
		return ""
	case as == series.Sum:
		return rounded(sum, int(scale))
	case as == series.Avg:
		return rounded(sum.Quo(sum, big.NewRat(int64(n), 1)), min(int(scale)+4, dataset.MaxDecimals))
	}
	return text(*chosen)
}

func TestAlignHasEveryPointOnceAndInOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 23))
	for range 5000 {
		list := [][]series.Point{randomSeries(r), randomSeries(r), nil, randomSeries(r)}
		periods, places := series.Align(list)
		for i, points := range list {
			var seen []int
			for row, at := range places[i] {
				if at == series.None {
					continue
				}
				if (series.Span{First: points[at].Start, Last: points[at].End}) != periods[row] {
					t.Fatalf("row %d is %v, not %s", row, periods[row], line(points[at]))
				}
				seen = append(seen, at)
			}
			if len(seen) != len(points) {
				t.Fatalf("%d of %d points", len(seen), len(points))
			}
			for at := range seen {
				if seen[at] != at {
					t.Fatal("out of order", seen)
				}
			}
		}
	}
}

// Every day from 1600 to 2400, by the calendar of package time.
func TestPeriodsAgreeWithPackageTime(t *testing.T) {
	for d := time.Date(1600, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() < 2400; d = d.AddDate(0, 0, 1) {
		at := d.Unix() / 86400
		if d.Unix()%86400 != 0 {
			t.Fatal(d)
		}
		p := []series.Point{series.Observed(0, at, at, dataset.Value{Int: 1}, series.Normal)}
		got, _ := series.Convert(p, series.Month, series.Last, month)
		first := time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC)
		if want := days(first.Unix()/86400) + "/" + first.AddDate(0, 1, -1).Format(time.DateOnly); days(got[0].Start)+"/"+days(got[0].End) != want {
			t.Fatalf("%s: %s", want, line(got[0]))
		}
		got, _ = series.Convert(p, series.FiscalYear, series.Last, month)
		if want := fmt.Sprintf("%d-04-01", first.AddDate(0, -3, 0).Year()); days(got[0].Start) != want {
			t.Fatalf("%s: %s", want, line(got[0]))
		}
	}
}
