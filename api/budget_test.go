package api_test

import (
	"net/http"
	"testing"
)

// TestTheHotPathKeepsItsBudget holds what one request leaves behind: with little
// to collect, answers come at once. What net/http makes of a request on a
// connection is in it. Raise a budget only with a reason.
func TestTheHotPathKeepsItsBudget(t *testing.T) {
	if raceDetector {
		t.Skip("the race detector empties pools at random: allocations cannot be counted")
	}
	for _, c := range []struct {
		name    string
		target  string
		rows    int
		status  int
		most    float64
		headers []string
	}{
		{"a file", fileTarget, fileRows, http.StatusOK, 26, nil},
		{"a file, of which each chunk has its time", fileTarget, 10_000, http.StatusOK, 27, nil},
		{"a file, compressed", fileTarget, fileRows, http.StatusOK, 27, []string{"Accept-Encoding", "gzip, br"}},
		{"a file that the caller has", fileTarget, fileRows, http.StatusNotModified, 23, []string{"If-None-Match", "*"}},
		{"a list that was asked for before", listTarget, fileRows, http.StatusOK, 26, nil},
		{"a list, compressed", listTarget, fileRows, http.StatusOK, 27, []string{"Accept-Encoding", "gzip, br"}},
		{"a list that the caller has", listTarget, fileRows, http.StatusNotModified, 23, []string{"If-None-Match", "*"}},
		{"a page", "/", fileRows, http.StatusOK, 26, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			caller := dialed(t, observed(t, c.rows), c.target, c.status, c.headers...)
			if all := testing.AllocsPerRun(100, func() { caller.ask(t) }); all > c.most {
				t.Errorf("%.0f allocations, budgeted are %.0f", all, c.most)
			}
		})
	}
	t.Run("a series that nobody asked for before", func(t *testing.T) {
		const most = 360
		h, n := observed(t, 10_000), 0
		request := func() *http.Request { n++; return series(t, n) }
		made := testing.AllocsPerRun(100, func() { request() })
		all := testing.AllocsPerRun(100, func() { call(t, h, request()) })
		if all-made > most {
			t.Errorf("%.0f allocations, budgeted are %d", all-made, most)
		}
	})
}
