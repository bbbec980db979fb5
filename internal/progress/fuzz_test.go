package progress_test

import (
	"encoding/binary"
	"encoding/json"
	"slices"
	"testing"

	"hachinohe.example/opendata/dataset"
	"hachinohe.example/opendata/internal/progress"
)

// Whatever the numbers are, there is an answer, it is JSON, and each method has
// either a result or a reason that has words.
func FuzzExplain(f *testing.F) {
	f.Add("increase", int64(100), uint8(0), int64(18000), int64(200), uint8(0), int64(150), uint8(1), 2024, uint8(0), []byte("0123456789abcdefABCDEF"))
	f.Add("range", int64(-1<<63), uint8(9), int64(-700000), int64(1<<63-1), uint8(255), int64(0), uint8(10), 9999, uint8(21), []byte{0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255})
	f.Fuzz(func(t *testing.T, desired string, baseline int64, scale uint8, date, target int64, targetScale uint8, limit int64, limitScale uint8, year int, missing uint8, series []byte) {
		value := func(n int64, scale, bit uint8) dataset.Value {
			return dataset.Value{Int: n % (dataset.MaxNumber + 1), Scale: scale % (dataset.MaxDecimals + 1), Missing: missing&bit != 0}
		}
		in := progress.Indicator{
			ID: "ind-1", Desired: dataset.Direction(desired), TargetFiscalYear: year % 10_000,
			Baseline: value(baseline, scale, 1), BaselineDate: value(date%700_000, 0, 2), Target: value(target, targetScale, 4),
			TargetLower: value(limit, limitScale, 8), TargetUpper: value(target, limitScale, 16),
		}
		a := progress.Explain(&in, observed(series))
		if _, err := json.Marshal(a); err != nil {
			t.Fatal(err)
		}
		for _, m := range []progress.Method{a.Status.Method, a.Linear.Method, a.CAGR.Method, a.RequiredChange.Method, a.Projection.Method} {
			if m.Message == "" || m.MessageEn == "" || m.Formula == "" || m.Limits == "" {
				t.Errorf("%s says %+v", m.Method, m)
			}
			if m.Reason != "" && (m.Reason.Message().Ja == "" || m.Reason.Message().En == "") {
				t.Errorf("%s has no words for %s", m.Method, m.Reason)
			}
		}
		if (a.Status.Status == progress.NotComputable) != (a.Status.Reason != "") || (a.CAGR.Category == "") != (a.CAGR.Reason != "") {
			t.Errorf("a result and a reason, or neither: %+v %+v", a.Status, a.CAGR)
		}
	})
}

// observed makes twelve bytes an observation, in the order of their ends.
func observed(series []byte) []progress.Observation {
	var list []progress.Observation
	for chunk := range slices.Chunk(series, 12) {
		if len(chunk) < 12 {
			break
		}
		end := int64(binary.LittleEndian.Uint16(chunk)) + 10_000
		list = append(list, progress.Observation{
			Start: end - int64(chunk[2]), End: end,
			Value:  dataset.Value{Int: int64(binary.LittleEndian.Uint64(chunk[3:11])) >> (chunk[2] % 64) % (dataset.MaxNumber + 1), Scale: chunk[11] % (dataset.MaxDecimals + 1), Missing: chunk[11] > 220},
			Status: dataset.ObservationStatus("ABEPM"[chunk[11]%5 : chunk[11]%5+1]),
		})
	}
	slices.SortStableFunc(list, func(a, b progress.Observation) int { return int(a.End - b.End) })
	return list
}
