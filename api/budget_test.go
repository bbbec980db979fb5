package api_test

import (
	"net/http"
	"testing"
)

// TestTheHotPathKeepsItsBudget holds what one request leaves behind: with little
// to collect, answers come at once. Raise a budget only with a reason.
func TestTheHotPathKeepsItsBudget(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector empties pools at random: allocations cannot be counted")
	}
	h := observed(t, 10_000)
	n := 0
	for _, c := range []struct {
		name    string
		status  int
		most    float64
		request func() *http.Request
	}{
		{"a file, of which each chunk has its time", http.StatusOK, 59, func() *http.Request { return asked(t, fileTarget) }},
		{"a file, compressed", http.StatusOK, 55, func() *http.Request { return asked(t, fileTarget, "Accept-Encoding", "gzip, br") }},
		{"a file that the caller has", http.StatusNotModified, 52, func() *http.Request { return asked(t, fileTarget, "If-None-Match", "*") }},
		{"a series that nobody asked for before", http.StatusOK, 360, func() *http.Request { n++; return series(t, n) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			made := testing.AllocsPerRun(100, func() { c.request() })
			all := testing.AllocsPerRun(100, func() { call(t, h, c.request(), c.status) })
			if all-made > c.most {
				t.Errorf("%.0f allocations, budgeted are %.0f", all-made, c.most)
			}
		})
	}
}
