package progress_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/progress"
)

// cases is how many random series each property is held to.
const cases = 150_000

// random makes a series of few different numbers, so that values meet targets,
// baselines and each other.
func random(r *rand.Rand) (progress.Indicator, []progress.Observation) {
	scale := uint8(r.IntN(3))
	value := func(missing int) dataset.Value {
		if r.IntN(missing) == 0 {
			return absent()
		}
		return dataset.Value{Int: r.Int64N(41) - 12, Scale: scale}
	}
	begin := int64(18000)
	in := progress.Indicator{
		ID: "ind-1", AreaCode: "022039", Record: "ind-1", Release: 1,
		Desired:  []dataset.Direction{dataset.Increase, dataset.Decrease, dataset.Maintain, dataset.WithinRange}[r.IntN(4)],
		Baseline: value(10), BaselineDate: absent(), Target: value(10), TargetLower: value(3), TargetUpper: value(3),
	}
	if r.IntN(10) > 0 {
		in.BaselineDate = dataset.Value{Int: begin + r.Int64N(400)}
	}
	if r.IntN(10) > 0 {
		in.TargetFiscalYear = 2019 + r.IntN(8)
	}
	if lower, upper := in.TargetLower, in.TargetUpper; !lower.Missing && !upper.Missing && lower.Int > upper.Int {
		in.TargetLower, in.TargetUpper = upper, lower
	}
	var observations []progress.Observation
	day := begin
	for range r.IntN(12) {
		day += r.Int64N(500)
		status := []dataset.ObservationStatus{"A", "A", "A", "A", "A", "A", "B", "E", "P"}[r.IntN(9)]
		observations = append(observations, progress.Observation{Start: day, End: day, Value: value(8), Status: status, Record: "ind-1", Release: 1})
	}
	return in, observations
}

// changed returns a series with every number changed.
func changed(in progress.Indicator, observations []progress.Observation, change func(dataset.Value) dataset.Value) (progress.Indicator, []progress.Observation) {
	for _, v := range []*dataset.Value{&in.Baseline, &in.Target, &in.TargetLower, &in.TargetUpper} {
		if !v.Missing {
			*v = change(*v)
		}
	}
	observations = slices.Clone(observations)
	for i := range observations {
		if v := &observations[i].Value; !v.Missing {
			*v = change(*v)
		}
	}
	return in, observations
}

// What is said in words and shares does not depend on the unit.
func TestUnitsDoNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	seen := make(map[progress.Status]int)
	for range cases {
		in, observations := random(r)
		factor, decimals := 1+r.Int64N(1000), uint8(r.IntN(4))
		scaled, other := changed(in, observations, func(v dataset.Value) dataset.Value {
			return dataset.Value{Int: v.Int * factor, Scale: v.Scale + decimals}
		})
		want, got := withoutUnit(progress.Of(&in, observations)), withoutUnit(progress.Of(&scaled, other))
		if got != want {
			t.Fatalf("times %d with %d more decimals:\n%+v\n%+v\nof %+v\n%+v", factor, decimals, want, got, in, observations)
		}
		seen[got.Status]++
	}
	for _, c := range progress.Status("").Codes() {
		if seen[progress.Status(c.Value)] < cases/100 {
			t.Errorf("only %d series are %s", seen[progress.Status(c.Value)], c.Value)
		}
	}
}

// withoutUnit leaves out the numbers that are in the unit of the indicator.
func withoutUnit(r progress.Result) progress.Result {
	r.Linear.Path, r.Linear.Ahead, r.RequiredChange.PerYear = dataset.Value{}, dataset.Value{}, dataset.Value{}
	r.Projection.Value, r.Projection.Lower, r.Projection.Upper = dataset.Value{}, dataset.Value{}, dataset.Value{}
	return r
}

// More is to an increase what less is to a decrease.
func TestDirectionsMirrorEachOther(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range cases {
		in, observations := random(r)
		mirrored, other := changed(in, observations, negative)
		mirrored.TargetLower, mirrored.TargetUpper = mirrored.TargetUpper, mirrored.TargetLower
		switch in.Desired {
		case dataset.Increase:
			mirrored.Desired = dataset.Decrease
		case dataset.Decrease:
			mirrored.Desired = dataset.Increase
		case dataset.Maintain, dataset.WithinRange:
		}
		want, got := progress.Of(&in, observations), progress.Of(&mirrored, other)
		p := &want.Projection
		p.Value, p.Lower, p.Upper = negative(p.Value), negative(p.Upper), negative(p.Lower)
		want.Linear.Path, want.RequiredChange.PerYear = negative(want.Linear.Path), negative(want.RequiredChange.PerYear)
		if got != want {
			t.Fatalf("got  %+v\nwant %+v\nof %+v\n%+v", got, want, in, observations)
		}
	}
}

func negative(v dataset.Value) dataset.Value {
	v.Int = -v.Int
	return v
}

// Nothing is computed of values before a break but status and share, and those say
// so: other values before it do not matter.
func TestValuesBeforeABreakDoNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	breaks := 0
	for range cases {
		in, observations := random(r)
		want := progress.Of(&in, observations)
		if want.Span.Break < 0 {
			continue
		}
		breaks++
		other := slices.Clone(observations)
		for i := range want.Span.Break {
			other[i].Value = dataset.Value{Int: r.Int64N(100)}
		}
		if got := progress.Of(&in, other); got != want {
			t.Fatalf("got  %+v\nwant %+v\nof %+v\n%+v", got, want, in, observations)
		}
	}
	if breaks < cases/10 {
		t.Errorf("only %d series have a break", breaks)
	}
}
