package progress_test

import (
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/progress"
)

// plan is series of ten observations each, for which every method has a result.
func plan(series int) ([]progress.Indicator, [][]progress.Observation) {
	indicators, observed := make([]progress.Indicator, series), make([][]progress.Observation, series)
	for i := range indicators {
		n := int64(i)
		indicators[i] = progress.Indicator{
			ID: "ind-1", Desired: dataset.Increase, TargetFiscalYear: 2028,
			Baseline: dataset.Value{Int: 1000 + n, Scale: 1}, BaselineDate: dataset.Value{Int: 17000},
			Target: dataset.Value{Int: 5000 + n, Scale: 1}, TargetLower: absent(), TargetUpper: absent(),
		}
		for year := range int64(10) {
			day := 17000 + year*365
			observed[i] = append(observed[i], progress.Observation{Start: day, End: day, Value: dataset.Value{Int: 1000 + n + year*(200+n%100) + year*year%7, Scale: 1}, Status: "A"})
		}
	}
	return indicators, observed
}

// million is how many series one operation of the benchmark judges: 10,000 ones, a
// hundred times each.
const million = 1_000_000

// One processor: nothing is shared out.
func BenchmarkMillionSeries(b *testing.B) {
	indicators, observed := plan(10_000)
	for b.Loop() {
		for i := range million {
			at := i % len(indicators)
			if r := progress.Of(&indicators[at], observed[at]); r.Status == progress.NotComputable || r.CAGR.Reason != "" || r.Projection.Reason != "" {
				b.Fatalf("%+v", r)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/million, "ns/series")
}

// Judging costs no memory.
func TestOfDoesNotAllocate(t *testing.T) {
	indicators, observed := plan(1)
	if n := testing.AllocsPerRun(100, func() { progress.Of(&indicators[0], observed[0]) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
